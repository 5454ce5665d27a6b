package dev.sluice.trust.proof;

import dev.sluice.model.ArtifactName;
import dev.sluice.model.Combination;
import dev.sluice.model.Digest;
import dev.sluice.model.Release;
import dev.sluice.model.Result;
import dev.sluice.model.Version;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/** Statements that tests begin with. */
final class Samples {
  static final Instant ENDED = Instant.parse("2026-02-03T04:05:06Z");
  static final List<String> PASSED =
      List.of("boots", "healthy", "survives-reboot", "reverts", "updates");

  private Samples() {}

  static Digest digest(char digit) {
    return new Digest(String.valueOf(digit).repeat(64));
  }

  static Release release(String artifact, String version, char digit) {
    return new Release(new ArtifactName(artifact), new Version(version), digest(digit), 4096);
  }

  static Combination combination() {
    return new Combination(
        release("sensor", "7.15", 'a'),
        List.of(release("geo", "2026.1", 'c'), release("channel", "291", 'b')));
  }

  static Statement.Suite suite() {
    return new Statement.Suite(
        "smoke",
        digest('d'),
        List.of(
            new Statement.NegativeControl(
                new ArtifactName("channel"),
                new Version("291-bad"),
                "boots",
                new Version("7.15"),
                Instant.parse("2026-02-01T00:00:00Z")),
            new Statement.NegativeControl(
                new ArtifactName("channel"), new Version("blind"), "catches", null, null)));
  }

  static Statement.Environment environment() {
    TreeMap<String, String> standsFor = new TreeMap<>();
    standsFor.put("os", "debian");
    standsFor.put("version", "12");
    return new Statement.Environment(
        "linux-6.1",
        digest('e'),
        digest('f'),
        standsFor,
        new Statement.Machine("qemu", "7.2.19", "tcg", "vm", List.of()));
  }

  static Statement statement(Statement.Run run, Set<ArtifactName> oneWay) {
    return new Statement(
        run,
        combination(),
        oneWay,
        suite(),
        environment(),
        new Statement.PipelineFile(digest('0'), 1));
  }

  static Statement passed() {
    return statement(new Statement.Run(Result.PASSED, ENDED, PASSED, List.of()), Set.of());
  }

  static Statement failed() {
    return statement(
        new Statement.Run(Result.FAILED, ENDED, List.of(), List.of("boots")), Set.of());
  }

  /** The sensor declares itself one-way; the place names neither kernel nor accelerator. */
  static Statement oneWay() {
    Statement.Environment environment = environment();
    return new Statement(
        new Statement.Run(
            Result.PASSED,
            ENDED,
            List.of("boots", "healthy", "recovers-forward", "updates"),
            List.of()),
        combination(),
        Set.of(new ArtifactName("sensor")),
        new Statement.Suite("regression", digest('d'), List.of()),
        new Statement.Environment(
            environment.name(),
            environment.image(),
            null,
            environment.standsFor(),
            new Statement.Machine("process", "1", null, "sandbox", List.of())),
        new Statement.PipelineFile(digest('0'), 1));
  }

  /** Processes on the lab's own kernel, whose bounds could not all be set. */
  static Statement sandboxed() {
    Statement.Environment environment = environment();
    return new Statement(
        new Statement.Run(Result.PASSED, ENDED, PASSED, List.of()),
        combination(),
        Set.of(),
        suite(),
        new Statement.Environment(
            "sandbox",
            environment.image(),
            environment.kernel(),
            environment.standsFor(),
            new Statement.Machine(
                "process",
                "bubblewrap 0.8.0",
                "none",
                "process",
                List.of(
                    "50 % of a processor (no writable cgroup)", "64 MiB of disk at every moment"))),
        new Statement.PipelineFile(digest('0'), 1));
  }
}
