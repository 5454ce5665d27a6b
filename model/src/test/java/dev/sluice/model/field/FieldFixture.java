package dev.sluice.model.field;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.model.ArtifactName;
import dev.sluice.model.Version;
import dev.sluice.model.file.ProblemReport;
import dev.sluice.model.pipeline.Pipeline;
import dev.sluice.model.pipeline.PipelineFile;
import java.util.SortedMap;
import java.util.TreeMap;

/** A pipeline with three environments, and hosts for it. */
final class FieldFixture {
  static final String HEAD =
      """
      sluice: 1
      product: scanner
      artifacts:
        scanner:
          kind: application
          releases:
            "1.0": { file: a.deb, installed-in: [debian-11, turkish] }
            "1.1": { file: b.deb, installed-in: debian-12 }
          verbs: { take: [a], in-force: [a], probe: [a] }
        rules:
          kind: data
          for: scanner
          releases: { "1": r, "2": s }
          known-bad: [{ release: "3", file: t, goes-red: catches }]
      suites:
        smoke: [{ catches: a }, { leaves-alone: b }]
      environments:
      """;
  static final String ENVIRONMENTS =
      """
        debian-11:
          driver: qemu
          image: { debian: { suite: bullseye, packages: [scanner], files: { guest/a: /etc/a } } }
          memory: 768 MiB
          healthy: { units: [scanner.service] }
          stands-for: { os: debian, version: "11" }
        turkish:
          driver: qemu
          image: { debian: { suite: bullseye, packages: [scanner], locale: tr_TR.UTF-8 } }
          stands-for: { os: debian, version: "11", locale: tr_TR.UTF-8 }
        debian-12:
          driver: qemu
          image: { debian: { suite: bookworm, packages: [scanner, auditd] } }
          stands-for: { os: debian, version: "12" }
      """;

  private FieldFixture() {}

  static Pipeline pipeline() {
    return parsed(HEAD + ENVIRONMENTS);
  }

  static Pipeline parsed(String text) {
    return switch (PipelineFile.parse("sluice.yaml", text.getBytes(UTF_8))) {
      case PipelineFile.Valid(var pipeline) -> pipeline;
      case PipelineFile.Invalid(var problems) ->
          throw new AssertionError(ProblemReport.of(problems) + text);
    };
  }

  /** Facts and releases as {@code os=debian version=11 scanner:1.0}. */
  static HostGroup hosts(long number, String reports) {
    SortedMap<String, String> facts = new TreeMap<>();
    SortedMap<ArtifactName, Version> runs = new TreeMap<>();
    for (String word : reports.split(" ", -1)) {
      int colon = word.indexOf(':');
      int equals = word.indexOf('=');
      if (equals > 0) {
        facts.put(word.substring(0, equals), word.substring(equals + 1));
      } else if (colon > 0) {
        runs.put(
            new ArtifactName(word.substring(0, colon)), new Version(word.substring(colon + 1)));
      }
    }
    return new HostGroup(facts, runs, number);
  }

  static Coverage coverage(HostGroup... groups) {
    var census = new Census(pipeline());
    for (HostGroup group : groups) {
      if (!census.add(group)) {
        throw new AssertionError("too many groups");
      }
    }
    return census.coverage();
  }
}
