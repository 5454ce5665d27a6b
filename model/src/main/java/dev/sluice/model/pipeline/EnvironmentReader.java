package dev.sluice.model.pipeline;

import dev.sluice.model.file.Fields;
import dev.sluice.model.file.Findings;
import dev.sluice.model.file.Measures;
import dev.sluice.model.file.Node;
import dev.sluice.model.file.Quoted;
import dev.sluice.model.file.Values;
import dev.sluice.model.pipeline.Draft.EnvironmentDraft;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One environment, whatever its driver. */
final class EnvironmentReader {
  static final String DEFAULT_STATE = "/var/lib";
  static final long LEAST_MEMORY = 64 * Measures.MIB;
  static final long MOST_MEMORY = 64 * Measures.GIB;

  private static final String PATH = "environments.NAME";
  private static final int MOST_FLAKES_ALLOWED = 50;
  // Also a part of file names and of proofs.
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9.-]{0,63}");
  private static final Pattern UNIT =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9:_.@\\\\-]{0,200}\\.[a-z]{4,9}");

  private final Findings findings;
  private final Values values;

  EnvironmentReader(Findings findings, Values values) {
    this.findings = findings;
    this.values = values;
  }

  /**
   * What a driver's own keys say.
   *
   * @param spec null when it could not be read
   * @param writtenBelow what persists over boots, where releases are put there while it is off
   */
  record DriverDraft(EnvironmentSpec.@Nullable Driver spec, @Nullable String writtenBelow) {
    static final DriverDraft UNKNOWN = new DriverDraft(null, null);
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
    String title = "environment " + Quoted.of(key.text());
    @Nullable DriverWord driver = driver(entry.value());
    @Nullable Fields fields =
        driver != null && entry.value() instanceof Node.Mapping mapping
            ? Fields.of(
                findings, mapping, PATH, key.span(), title, driver.allowed(), driver.foreign())
            : Fields.of(findings, entry.value(), PATH, key.span(), title);
    if (fields == null) {
      return null;
    }
    fields.required("driver", values::word);
    DriverDraft own =
        switch (driver) {
          case QEMU -> new QemuReader(findings, values).read(fields);
          case PROCESS -> new SandboxReader(findings, values).read(fields);
          case MACHINE -> new MachineReader(findings, values).read(fields);
          case null -> DriverDraft.UNKNOWN;
        };
    @Nullable Map<String, String> facts = fields.required("stands-for", this::facts);
    EnvironmentSpec.@Nullable Health health = fields.optional("healthy", this::health);
    @Nullable Integer flakes =
        fields.optional("flakes", values.measures().percent(0, MOST_FLAKES_ALLOWED));
    return new EnvironmentDraft(
        key.text(),
        key.span(),
        driver,
        own.spec(),
        own.writtenBelow(),
        facts == null ? Map.of() : facts,
        fields.optional(
            "deadline", values.measures().duration(Duration.ofSeconds(1), Duration.ofHours(1))),
        health == null ? EnvironmentSpec.Health.DEFAULT : health,
        flakes == null ? EnvironmentSpec.DEFAULT_MOST_FLAKES : flakes);
  }

  /** As said; where that is no driver, the one whose keys are there. */
  private static @Nullable DriverWord driver(Node node) {
    if (!(node instanceof Node.Mapping mapping)) {
      return null;
    }
    for (Node.Entry entry : mapping.entries()) {
      if (entry.key().text().equals("driver") && entry.value() instanceof Node.Scalar word) {
        @Nullable DriverWord driver = DriverWord.of(word.text());
        if (driver != null) {
          return driver;
        }
      }
    }
    for (Node.Entry entry : mapping.entries()) {
      switch (entry.key().text()) {
        case "image" -> {
          return DriverWord.QEMU;
        }
        case "root" -> {
          return DriverWord.PROCESS;
        }
        case "ssh" -> {
          return DriverWord.MACHINE;
        }
        default -> {}
      }
    }
    return null;
  }

  private EnvironmentSpec.@Nullable Health health(Node node, String path) {
    @Nullable Fields fields = Fields.of(findings, node, path, node.span(), "healthy");
    if (fields == null) {
      return null;
    }
    @Nullable List<String> units =
        fields.optional(
            "units",
            (list, at) ->
                values.list(
                    list, at, values.shaped(UNIT.asMatchPredicate(), "name of a systemd unit")));
    @Nullable Duration settle =
        fields.optional(
            "settle", values.measures().duration(Duration.ZERO, Duration.ofMinutes(10)));
    return new EnvironmentSpec.Health(
        units == null ? List.of() : units,
        settle == null ? EnvironmentSpec.Health.DEFAULT.settle() : settle);
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
      if (!EnvironmentSpec.isFact(fact)) {
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
}
