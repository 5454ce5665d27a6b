package dev.sluice.model.pipeline;

import dev.sluice.model.file.Fields;
import dev.sluice.model.file.Findings;
import dev.sluice.model.file.Located;
import dev.sluice.model.file.Node;
import dev.sluice.model.file.Span;
import dev.sluice.model.file.Values;
import dev.sluice.model.pipeline.Draft.ArtifactDraft;
import dev.sluice.model.pipeline.Draft.EnvironmentDraft;
import dev.sluice.model.pipeline.Draft.SuiteDraft;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The whole file: its parts, then the rules between them, then the pipeline. */
final class FileReader {
  private final Findings findings;
  private final Values values;

  FileReader(Findings findings) {
    this.findings = findings;
    this.values = new Values(findings);
  }

  /** Null when there are problems. */
  @Nullable Pipeline read(Node root) {
    @Nullable Fields file = Fields.of(findings, root, "", Span.START, "the file");
    if (file == null || isNewer(file)) {
      return null;
    }
    @Nullable Fields suites = file.optional("suites", this::suites);
    if (file.node("outcomes") instanceof Node.Scalar scalar) {
      values.wrongShape(scalar, "a single value", "outcomes");
    } else if (file.node("outcomes") instanceof Node.Sequence list) {
      values.wrongShape(list, "a list", "outcomes");
    }
    var draft =
        new Draft(
            file.required("product", values::artifactName),
            artifacts(file),
            environments(file),
            suite(file, suites, "smoke"),
            suite(file, suites, "regression"),
            needMachine(suites),
            file.optional(
                "time-box",
                values.measures().duration(Duration.ofSeconds(1), Duration.ofHours(24))));
    new Rules(findings, draft).judge();
    return findings.none() ? Assembly.of(draft) : null;
  }

  // Then nothing else is judged: another version may mean other things by the same words.
  private boolean isNewer(Fields file) {
    @Nullable Located<Long> format =
        file.requiredLocated("sluice", values.measures().number(0, Integer.MAX_VALUE));
    if (format == null || format.value() == PipelineFile.FORMAT) {
      return false;
    }
    findings.addFor(
        "sluice",
        format.span(),
        "format version %d is not known".formatted(format.value()),
        "this release of Sluice reads version %d".formatted(PipelineFile.FORMAT));
    return true;
  }

  private List<ArtifactDraft> artifacts(Fields file) {
    List<ArtifactDraft> artifacts = new ArrayList<>();
    for (Node.Entry entry : named(file, "artifacts")) {
      @Nullable ArtifactDraft draft = new ArtifactReader(findings, values).read(entry);
      if (draft != null) {
        artifacts.add(draft);
      }
    }
    return artifacts;
  }

  private List<EnvironmentDraft> environments(Fields file) {
    List<EnvironmentDraft> environments = new ArrayList<>();
    for (Node.Entry entry : named(file, "environments")) {
      @Nullable EnvironmentDraft draft = new EnvironmentReader(findings, values).read(entry);
      if (draft != null) {
        environments.add(draft);
      }
    }
    return environments;
  }

  /** The entries of a mapping from names that must be there. */
  private List<Node.Entry> named(Fields file, String key) {
    file.demand(key);
    @Nullable List<Node.Entry> entries = file.optional(key, this::entries);
    return entries == null ? List.of() : entries;
  }

  private @Nullable List<Node.Entry> entries(Node node, String path) {
    return switch (node) {
      case Node.Mapping mapping when !mapping.entries().isEmpty() ->
          List.copyOf(Fields.entries(findings, mapping, path).values());
      case Node.Mapping _ -> {
        findings.addFor(path, node.span(), path + " is empty", "at least one, by name");
        yield null;
      }
      case Node.Scalar scalar when scalar.kind() == Node.Kind.NOTHING -> {
        findings.addFor(path, node.span(), path + " has no value", "at least one, by name");
        yield null;
      }
      case Node.Scalar _ -> {
        values.wrongShape(node, "a single value", path);
        yield null;
      }
      case Node.Sequence _ -> {
        values.wrongShape(node, "a list", path);
        yield null;
      }
      case Node.Broken _ -> null;
    };
  }

  private List<Located<String>> needMachine(@Nullable Fields suites) {
    if (suites == null) {
      return List.of();
    }
    @Nullable List<Located<String>> names =
        suites.optional(
            "needs-machine", (node, path) -> values.list(node, path, values::locatedText));
    return names == null ? List.of() : names;
  }

  private @Nullable Fields suites(Node node, String path) {
    return Fields.of(findings, node, path, node.span(), path);
  }

  private SuiteDraft suite(Fields file, @Nullable Fields suites, String name) {
    if (suites == null || !suites.has(name)) {
      boolean absent = suites == null ? file.lacks("suites") : suites.lacks(name);
      return absent ? SuiteDraft.ABSENT : SuiteDraft.unreadable(file.span("suites"));
    }
    Set<String> mentioned = new HashSet<>();
    @Nullable List<Located<CheckSpec>> checks =
        suites.optional(
            name, (list, path) -> new SuiteReader(findings, values).read(list, path, mentioned));
    return checks == null
        ? SuiteDraft.unreadable(suites.span(name))
        : new SuiteDraft(suites.span(name), checks, mentioned, true);
  }
}
