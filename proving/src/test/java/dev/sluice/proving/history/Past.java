package dev.sluice.proving.history;

import dev.sluice.model.Digest;
import dev.sluice.model.Result;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Past proves made by hand. */
final class Past {
  static final Instant NOON = Instant.parse("2026-02-03T12:00:00Z");
  static final String PRODUCT = "kernel-sensor";
  static final String LINUX = "linux-6.1";

  private Past() {}

  static PastRun run(String prove, int number, Instant at, Result result, boolean retried) {
    return run(prove, number, at, result, retried, LINUX, "sensor 7.15");
  }

  static PastRun run(
      String prove,
      int number,
      Instant at,
      Result result,
      boolean retried,
      String environment,
      String counterpart) {
    boolean passed = result == Result.PASSED;
    return new PastRun(
        new RunId(prove, number),
        at,
        new PastRun.Subject(PRODUCT, "channel", "291", null),
        new PastRun.Place(counterpart + " + channel 291", counterpart, environment),
        new PastRun.Ending(
            result,
            passed ? null : "boots",
            passed ? null : "with sensor 7.15 the kernel panicked",
            Duration.ofMillis(1450),
            retried,
            !passed,
            passed ? "sensor-7.15.proof.json" : "sensor-7.15.failed.json"),
        "sensor-7.15",
        List.of(
            new PastCheck("format", Result.PASSED, Duration.ofMillis(20)),
            new PastCheck("boots", result, Duration.ofMillis(1400))),
        List.of(
            new PastFile("sensor-7.15.boot-1.console.txt", Duration.ofMillis(1420)),
            new PastFile("sensor-7.15.boot-1.channel.txt", null)));
  }

  static PastProve prove(String id, Instant at, Result result, PastRun... runs) {
    return new PastProve(
        id,
        at,
        PRODUCT,
        new PastProve.Candidate(
            "channel", "291", new Digest("5c".repeat(32)), Path.of("/p/channels/291.bin"), null),
        result,
        "channel 291 was looked at.",
        Duration.ofMillis(4600),
        3,
        new PastProve.Where(Path.of("/p"), new Digest("7e".repeat(32)), Path.of("/p/out/" + id)),
        List.of(runs));
  }

  /** A known-bad release that must go red at boots. */
  static PastProve control(String id, Instant at, Result result, boolean retried) {
    PastProve prove = single(id, at, result, retried);
    PastProve.Candidate candidate = prove.candidate();
    PastRun run = prove.runs().getFirst();
    return new PastProve(
        id,
        at,
        PRODUCT,
        new PastProve.Candidate(
            candidate.artifact(),
            candidate.version(),
            candidate.digest(),
            candidate.file(),
            "boots"),
        result,
        prove.sentence(),
        prove.took(),
        1,
        prove.where(),
        List.of(
            new PastRun(
                run.id(),
                at,
                new PastRun.Subject(PRODUCT, "channel", "291", "boots"),
                run.place(),
                run.ending(),
                run.name(),
                run.checks(),
                run.files())));
  }

  /** A prove of one run. */
  static PastProve single(String id, Instant at, Result result, boolean retried) {
    return prove(id, at, result, run(id, 1, at, result, retried));
  }
}
