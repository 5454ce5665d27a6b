package dev.sluice.model.pipeline;

import dev.sluice.model.file.Fields;
import dev.sluice.model.file.Findings;
import dev.sluice.model.file.Measures;
import dev.sluice.model.file.Node;
import dev.sluice.model.file.Values;
import dev.sluice.model.pipeline.EnvironmentReader.DriverDraft;
import org.jspecify.annotations.Nullable;

/** What is driver process's own. */
final class SandboxReader {
  private static final int DEFAULT_MEMORY = 512;
  private static final int DEFAULT_CPU = 100;
  private static final int MOST_CPU = 6_400;
  private static final int DEFAULT_PROCESSES = 256;
  private static final int LEAST_PROCESSES = 8;
  private static final int MOST_PROCESSES = 32_768;
  private static final int DEFAULT_DISK = 256;

  private final Findings findings;
  private final Values values;

  SandboxReader(Findings findings, Values values) {
    this.findings = findings;
    this.values = values;
  }

  DriverDraft read(Fields fields) {
    Measures measures = values.measures();
    EnvironmentSpec.@Nullable Root root = fields.required("root", this::root);
    @Nullable Command start =
        fields.optional("start", new CommandReader(findings, values)::command);
    @Nullable String state = fields.optional("state", values::place);
    String mount = state == null ? EnvironmentReader.DEFAULT_STATE : state;
    @Nullable Integer memory =
        fields.optional(
            "memory",
            measures.mebibytes(EnvironmentReader.LEAST_MEMORY, EnvironmentReader.MOST_MEMORY));
    @Nullable Integer cpu = fields.optional("cpu", measures.percent(1, MOST_CPU));
    @Nullable Long processes =
        fields.optional("processes", measures.number(LEAST_PROCESSES, MOST_PROCESSES));
    @Nullable Integer disk =
        fields.optional("disk", measures.mebibytes(Measures.MIB, EnvironmentReader.MOST_MEMORY));
    var bounds =
        new EnvironmentSpec.SandboxBounds(
            memory == null ? DEFAULT_MEMORY : memory,
            cpu == null ? DEFAULT_CPU : cpu,
            processes == null ? DEFAULT_PROCESSES : processes.intValue(),
            disk == null ? DEFAULT_DISK : disk);
    return root == null
        ? new DriverDraft(null, mount)
        : new DriverDraft(new EnvironmentSpec.Sandbox(root, start, mount, bounds), mount);
  }

  private EnvironmentSpec.@Nullable Root root(Node node, String path) {
    @Nullable Fields fields = Fields.of(findings, node, path, node.span(), "root");
    if (fields == null) {
      return null;
    }
    if (fields.has("debian") == fields.has("folder")) {
      findings.addFor(
          path,
          node.span(),
          fields.has("debian") ? "root is two things" : "root names nothing",
          "either debian or folder");
      return null;
    }
    if (fields.has("folder")) {
      @Nullable String folder = fields.optional("folder", values::file);
      return folder == null ? null : new EnvironmentSpec.Root.Folder(folder);
    }
    @Nullable DebianRecipe recipe =
        fields.optional("debian", new RecipeReader(findings, values)::read);
    return recipe == null ? null : new EnvironmentSpec.Root.Debian(recipe);
  }
}
