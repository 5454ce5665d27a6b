package dev.sluice.model.pipeline;

import dev.sluice.model.pipeline.Draft.EnvironmentDraft;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One environment. */
final class EnvironmentReader {
  static final String DEFAULT_STATE = "/var/lib";
  static final long DEFAULT_MEMORY = 256 * Measures.MIB;

  private static final String PATH = "environments.NAME";
  // Also a part of file names and of proofs.
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9.-]{0,63}");
  private static final Pattern FACT = Pattern.compile("[a-z][a-z0-9.-]{0,63}");
  private static final List<String> IMAGE_FILES = List.of("kernel", "initrd", "state", "cmdline");

  private final Findings findings;
  private final Values values;

  EnvironmentReader(Findings findings, Values values) {
    this.findings = findings;
    this.values = values;
  }

  @Nullable EnvironmentDraft read(Node.Entry entry) {
    Node.Scalar key = entry.key();
    if (!NAME.matcher(key.text()).matches()) {
      findings.addNear(
          Values.nameLike(key.text()),
          "environments",
          key.span(),
          "%s is no name of an environment".formatted(Quoted.of(key.text())),
          "a lower-case letter, then lower-case letters, digits, dots and dashes; at most 64");
    }
    @Nullable Fields fields =
        Fields.of(
            findings, entry.value(), PATH, key.span(), "environment " + Quoted.of(key.text()));
    if (fields == null) {
      return null;
    }
    fields.required("driver", values::word);
    @Nullable String state = fields.optional("state", values::place);
    @Nullable Long memory = fields.optional("memory", this::memory);
    @Nullable List<String> parameters = fields.optional("parameters", this::parameters);
    @Nullable Map<String, String> facts = fields.required("stands-for", this::facts);
    return new EnvironmentDraft(
        key.text(),
        fields.required("image", this::image),
        state == null ? DEFAULT_STATE : state,
        memory == null ? DEFAULT_MEMORY : memory,
        parameters == null ? List.of() : parameters,
        facts == null ? Map.of() : facts,
        fields.optional(
            "deadline", values.measures().duration(Duration.ofSeconds(1), Duration.ofHours(1))));
  }

  private @Nullable Long memory(Node node, String path) {
    @Nullable Long bytes =
        values.measures().size(64 * Measures.MIB, 64 * Measures.GIB).parse(node, path);
    if (bytes != null && bytes % Measures.MIB != 0) {
      findings.addFor(
          path, node.span(), Measures.spoken(bytes) + " are no whole MiB", "whole MiB or GiB");
      return null;
    }
    return bytes;
  }

  private @Nullable List<String> parameters(Node node, String path) {
    return values.list(node, path, this::parameter);
  }

  private @Nullable String parameter(Node node, String path) {
    @Nullable String word = values.text(node, path);
    if (word != null && word.chars().anyMatch(Character::isWhitespace)) {
      findings.addFor(
          path,
          node.span(),
          "parameter %s has a space".formatted(Quoted.of(word)),
          "one word each: [oops=panic, quiet]");
      return null;
    }
    return word;
  }

  private @Nullable Map<String, String> facts(Node node, String path) {
    if (!(node instanceof Node.Mapping mapping)) {
      switch (node) {
        case Node.Sequence _ -> values.wrongShape(node, "a list", path);
        case Node.Scalar _ -> values.wrongShape(node, "a single value", path);
        case Node.Mapping _, Node.Broken _ -> {}
      }
      return null;
    }
    if (mapping.entries().isEmpty()) {
      findings.addFor(
          path,
          node.span(),
          "stands-for is empty",
          "a place that stands for no host proves nothing: at least one fact, such as os: debian");
      return null;
    }
    Map<String, String> facts = new HashMap<>();
    for (Node.Entry entry : Fields.entries(findings, mapping, "stands-for").values()) {
      String fact = entry.key().text();
      if (!FACT.matcher(fact).matches()) {
        findings.addFor(
            path,
            entry.key().span(),
            "%s is no name of a fact".formatted(Quoted.of(fact)),
            "a lower-case letter, then lower-case letters, digits, dots and dashes; at most 64");
      }
      @Nullable String value = values.text(entry.value(), path);
      if (value != null) {
        facts.put(fact, value);
      }
    }
    return facts;
  }

  private EnvironmentSpec.@Nullable Image image(Node node, String path) {
    @Nullable Fields fields = Fields.of(findings, node, path, node.span(), "image");
    if (fields == null) {
      return null;
    }
    if (!fields.has("script") && IMAGE_FILES.stream().noneMatch(fields::has)) {
      findings.addFor(
          path, node.span(), "image names nothing", "script, or kernel, initrd, state and cmdline");
      return null;
    }
    if (fields.has("script")) {
      IMAGE_FILES.forEach(
          key -> fields.refuse(key, "script makes it: either script or the four files"));
      @Nullable String script = fields.optional("script", values::file);
      @Nullable List<String> inputs = fields.optional("inputs", values::files);
      return script == null
          ? null
          : new EnvironmentSpec.Image.Script(script, inputs == null ? List.of() : inputs);
    }
    fields.refuse("inputs", "only a script has inputs");
    @Nullable String kernel = fields.required("kernel", values::file);
    @Nullable String initrd = fields.required("initrd", values::file);
    @Nullable String state = fields.required("state", values::file);
    @Nullable String cmdline = fields.required("cmdline", values::text);
    return kernel == null || initrd == null || state == null || cmdline == null
        ? null
        : new EnvironmentSpec.Image.Files(kernel, initrd, state, cmdline);
  }
}
