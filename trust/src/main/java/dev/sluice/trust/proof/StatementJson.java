package dev.sluice.trust.proof;

import dev.sluice.model.Digest;
import dev.sluice.model.Release;
import dev.sluice.model.Result;
import dev.sluice.trust.canonical.CombinationJson;
import dev.sluice.trust.canonical.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes statements as in-toto Statement v1, predicate test-result v0.1, proof format 1. */
final class StatementJson {
  static final String STATEMENT_TYPE = "https://in-toto.io/Statement/v1";
  static final String PREDICATE_TYPE = "https://in-toto.io/attestation/test-result/v0.1";

  /** An extension field of the predicate: the version of what we put into {@code configuration}. */
  static final String FORMAT_FIELD = "sluiceProofFormat";

  static final int FORMAT = 1;

  static final String NEVER = "never";

  static final String UNENFORCED = "unenforced";

  private StatementJson() {}

  static Json write(Statement statement) {
    Json subject =
        new Json.Fields(
            Map.of(
                "name", text(CombinationJson.FILE_NAME),
                "digest", sha256(CombinationJson.of(statement.combination()).digest())));
    Statement.Run run = statement.run();
    Json predicate =
        new Json.Fields(
            Map.of(
                "result",
                text(run.result() == Result.PASSED ? "PASSED" : "FAILED"),
                "configuration",
                new Json.Items(configuration(statement)),
                "passedTests",
                texts(run.passed()),
                "warnedTests",
                texts(List.of()),
                "failedTests",
                texts(run.failed()),
                FORMAT_FIELD,
                new Json.Whole(FORMAT)));
    return new Json.Fields(
        Map.of(
            "_type",
            text(STATEMENT_TYPE),
            "subject",
            new Json.Items(List.of(subject)),
            "predicateType",
            text(PREDICATE_TYPE),
            "predicate",
            predicate));
  }

  private static List<Json> configuration(Statement statement) {
    List<Json> descriptors = new ArrayList<>();
    descriptors.add(part(statement, "application", statement.combination().application()));
    for (Release data : statement.combination().data()) {
      descriptors.add(part(statement, "data", data));
    }
    Statement.Suite suite = statement.suite();
    descriptors.add(
        descriptor(
            suite.name(),
            suite.digest(),
            "suite",
            Map.of(
                "negative-controls",
                new Json.Items(
                    suite.negativeControls().stream()
                        .map(StatementJson::negativeControl)
                        .toList()))));
    descriptors.add(environment(statement.environment(), statement.run().ended()));
    descriptors.add(
        descriptor(
            "pipeline",
            statement.pipeline().digest(),
            "pipeline",
            Map.of("format", new Json.Whole(statement.pipeline().format()))));
    return descriptors;
  }

  private static Json part(Statement statement, String kind, Release release) {
    Map<String, Json> annotations = new LinkedHashMap<>();
    annotations.put("version", text(release.version().value()));
    annotations.put("size", new Json.Whole(release.size()));
    if (statement.oneWay().contains(release.artifact())) {
      annotations.put("stood-for-reverts", text(Statement.RECOVERS_FORWARD));
    }
    return descriptor(release.artifact().value(), release.digest(), kind, annotations);
  }

  private static Json negativeControl(Statement.NegativeControl control) {
    Map<String, Json> fields = new LinkedHashMap<>();
    fields.put("artifact", text(control.artifact().value()));
    fields.put("version", text(control.version().value()));
    fields.put("goes-red", text(control.goesRed()));
    if (control.with() != null) {
      fields.put("with", text(control.with().value()));
    }
    fields.put("last-red", text(control.lastRed() == null ? NEVER : control.lastRed().toString()));
    return new Json.Fields(fields);
  }

  private static Json environment(Statement.Environment environment, Instant ended) {
    Map<String, Json> standsFor = new LinkedHashMap<>();
    environment.standsFor().forEach((fact, value) -> standsFor.put(fact, text(value)));
    Statement.Machine machine = environment.machine();
    Map<String, Json> annotations = new LinkedHashMap<>();
    annotations.put("stands-for", new Json.Fields(standsFor));
    annotations.put("driver", text(machine.driver()));
    annotations.put("driver-version", text(machine.version()));
    annotations.put("isolation", text(machine.isolation()));
    annotations.put("run-ended", text(ended.toString()));
    if (!machine.unenforced().isEmpty()) {
      annotations.put(UNENFORCED, texts(machine.unenforced()));
    }
    if (machine.accelerator() != null) {
      annotations.put("accelerator", text(machine.accelerator()));
    }
    if (environment.kernel() != null) {
      annotations.put("kernel-sha256", text(environment.kernel().hex()));
    }
    return descriptor(environment.name(), environment.image(), "environment", annotations);
  }

  private static Json descriptor(
      String name, Digest digest, String kind, Map<String, Json> annotations) {
    Map<String, Json> all = new LinkedHashMap<>(annotations);
    all.put("kind", text(kind));
    return new Json.Fields(
        Map.of("name", text(name), "digest", sha256(digest), "annotations", new Json.Fields(all)));
  }

  private static Json sha256(Digest digest) {
    return new Json.Fields(Map.of("sha256", text(digest.hex())));
  }

  private static Json text(String value) {
    return new Json.Text(value);
  }

  private static Json texts(List<String> values) {
    return new Json.Items(values.stream().map(StatementJson::text).toList());
  }
}
