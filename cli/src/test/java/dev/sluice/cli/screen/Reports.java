package dev.sluice.cli.screen;

import dev.sluice.model.ArtifactName;
import dev.sluice.model.Combination;
import dev.sluice.model.Digest;
import dev.sluice.model.Release;
import dev.sluice.model.Result;
import dev.sluice.model.Version;
import dev.sluice.model.pipeline.Artifact;
import dev.sluice.proving.cause.Cause;
import dev.sluice.proving.history.Flakiness;
import dev.sluice.proving.lab.Answer;
import dev.sluice.proving.plan.Fielded;
import dev.sluice.proving.plan.Plan;
import dev.sluice.proving.plan.PlannedRun;
import dev.sluice.proving.report.Candidate;
import dev.sluice.proving.report.ControlRecord;
import dev.sluice.proving.report.ProveReport;
import dev.sluice.proving.report.Suite;
import dev.sluice.proving.run.CheckResult;
import dev.sluice.proving.run.RunReport;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What proves came to, made by hand: the miniature of 19 July 2024 and some that went otherwise.
 */
public final class Reports {
  static final ArtifactName SENSOR = new ArtifactName("sensor");
  static final ArtifactName CHANNEL = new ArtifactName("channel");
  static final Path OUT = Path.of("out/8f3a-17");
  static final List<String> CHECKS =
      List.of(
          "format",
          "boots",
          "healthy",
          "catches",
          "leaves-alone",
          "stays-within",
          "survives-reboot",
          "reverts",
          "updates");

  private static final Instant RED = Instant.parse("2026-02-03T04:05:06Z");

  private Reports() {}

  static Release release(ArtifactName artifact, String version) {
    int digit = Math.floorMod(version.hashCode(), 10);
    return new Release(
        artifact,
        new Version(version),
        new Digest((digit + "c1e5d").repeat(11).substring(2)),
        1100);
  }

  static final Release CANDIDATE = release(CHANNEL, "291");

  static Candidate candidate() {
    var artifact =
        new Artifact(
            CHANNEL,
            new Artifact.Data(SENSOR),
            List.of(),
            null,
            "/var/lib/sensor/channel.bin",
            65536,
            null,
            Artifact.InForce.VERSION,
            Artifact.Delivery.DEFAULT,
            List.of(),
            List.of(),
            null);
    return new Candidate(
        artifact,
        CANDIDATE,
        new Suite("smoke", List.of(), new Digest("ab".repeat(32))),
        CHECKS.size());
  }

  static PlannedRun planned(String sensor, long hosts) {
    return planned(sensor, hosts, "linux-6.1");
  }

  static PlannedRun planned(String sensor, long hosts, String environment) {
    Release application = release(SENSOR, sensor);
    String why =
        hosts == Fielded.UNSTATED
            ? "hosts run sensor " + sensor
            : Figures.count(hosts) + " hosts run sensor " + sensor;
    return new PlannedRun(
        CANDIDATE,
        new Combination(application, List.of(CANDIDATE)),
        new Combination(application, List.of(release(CHANNEL, "290"))),
        environment,
        hosts,
        why);
  }

  static Plan plan() {
    return new Plan(
        List.of(planned("7.15", 8450), planned("7.11", 30000), planned("7.16", 1550)),
        List.of(),
        Duration.ofSeconds(7));
  }

  static RunReport.Finished passed(PlannedRun run, int millis) {
    return new RunReport.Finished(
        run,
        Result.PASSED,
        CHECKS.stream()
            .map(c -> new CheckResult(c, Result.PASSED, Duration.ofMillis(millis / 9), null))
            .toList(),
        CHECKS.size(),
        Duration.ofMillis(millis),
        false,
        false);
  }

  static RunReport.Finished ended(
      PlannedRun run, Result result, String check, Cause cause, boolean controlPassed) {
    List<CheckResult> checks = new ArrayList<>();
    for (String name : CHECKS.subList(0, CHECKS.indexOf(check))) {
      checks.add(new CheckResult(name, Result.PASSED, Duration.ofMillis(50), null));
    }
    checks.add(new CheckResult(check, result, Duration.ofMillis(1400), cause));
    return new RunReport.Finished(
        run,
        result,
        checks,
        CHECKS.size(),
        Duration.ofMillis(1450),
        result == Result.COULD_NOT_TELL,
        controlPassed);
  }

  static final Cause PANIC =
      new Cause(
          Cause.PANICKED,
          "the kernel panicked 1.4 s into the boot, while sensor.ko was loading (page fault in"
              + " evaluate)",
          List.of(
              "[    1.380001] sensor: record 0 field 3 ok",
              "[    1.401234] BUG: unable to handle page fault for address: ffffc90000046000",
              "[    1.402345] RIP: 0010:evaluate+0x69/0xb0 [sensor]",
              "[    1.420000] Kernel panic - not syncing: Fatal exception"));

  static final Cause NOT_IN_FORCE =
      new Cause(Cause.NOT_IN_FORCE, "channel 290 is in force instead of channel 291", List.of());

  static ControlRecord control(String version, ControlRecord.@Nullable Shown shown) {
    return new ControlRecord(
        CHANNEL,
        new Version(version),
        new Digest("cd".repeat(32)),
        "boots",
        new Version("7.15"),
        shown == ControlRecord.Shown.RED ? RED : null,
        shown);
  }

  static ProveReport report(
      List<RunReport> runs, List<PlannedRun> unproven, List<ControlRecord> controls) {
    return report(runs, unproven, controls, new TreeMap<>());
  }

  private static ProveReport report(
      List<RunReport> runs,
      List<PlannedRun> unproven,
      List<ControlRecord> controls,
      SortedMap<String, Flakiness> flaky) {
    Map<PlannedRun, Path> statements = new HashMap<>();
    Map<PlannedRun, List<Path>> consoles = new HashMap<>();
    boolean withheld = controls.stream().anyMatch(ControlRecord::withholdsProofs);
    for (RunReport run : runs) {
      if (run instanceof RunReport.Finished f) {
        String name = run.planned().counterpart().replace(' ', '-');
        consoles.put(run.planned(), List.of(OUT.resolve(name + ".1.console.txt")));
        if (f.result() == Result.FAILED) {
          statements.put(run.planned(), OUT.resolve(name + ".failed.json"));
        } else if (f.result() == Result.PASSED
            && !withheld
            && !flaky.containsKey(run.planned().environment())) {
          statements.put(run.planned(), OUT.resolve(name + ".proof.json"));
        }
      }
    }
    return new ProveReport(
        candidate(),
        runs,
        unproven,
        statements,
        consoles,
        OUT,
        controls,
        flaky,
        new TreeMap<>(),
        List.of(),
        Duration.ofMillis(4900));
  }

  /** All three pass. */
  public static ProveReport fixed() {
    return report(
        List.of(
            passed(planned("7.15", 8450), 4800),
            passed(planned("7.11", 30000), 4900),
            passed(planned("7.16", 1550), 5000)),
        List.of(),
        List.of(control("291", ControlRecord.Shown.RED)));
  }

  /** Stopped at the first failure. */
  public static ProveReport bad() {
    return report(
        List.of(
            ended(planned("7.15", 8450), Result.FAILED, "boots", PANIC, true),
            new RunReport.NotRun(planned("7.11", 30000), "stopped after the first failure"),
            new RunReport.NotRun(planned("7.16", 1550), "stopped after the first failure")),
        List.of(),
        List.of(control("291", null)));
  }

  /** The rest was run too, and one passed. */
  public static ProveReport badKeptGoing() {
    return report(
        List.of(
            ended(planned("7.15", 8450), Result.FAILED, "boots", PANIC, true),
            ended(planned("7.11", 30000), Result.FAILED, "boots", NOT_IN_FORCE, true),
            passed(planned("7.16", 1550), 4900)),
        List.of(),
        List.of(control("291", null)));
  }

  /** The machine, not the candidate. */
  public static ProveReport couldNotTell() {
    var cause =
        new Cause(
            Cause.INFRASTRUCTURE,
            "the virtual machine itself ended while booting: killed by signal 9",
            List.of());
    return report(
        List.of(
            ended(planned("7.15", 8450), Result.COULD_NOT_TELL, "boots", cause, false),
            passed(planned("7.11", 30000), 4900),
            passed(planned("7.16", 1550), 4800)),
        List.of(),
        List.of());
  }

  /** Everything passes, but the suite let a known-bad release through. */
  public static ProveReport withheld() {
    return report(
        List.of(passed(planned("7.15", Fielded.UNSTATED), 4800)),
        List.of(),
        List.of(
            control("291", ControlRecord.Shown.GREEN), control("289", ControlRecord.Shown.RED)));
  }

  /** Everything passes, in an environment that had to try twice too often. */
  public static ProveReport flaky() {
    return report(
        List.of(passed(planned("7.15", 8450), 4800)),
        List.of(),
        List.of(),
        new TreeMap<>(Map.of("linux-6.1", new Flakiness(7, 50, 10))));
  }

  /** Cut by the time box. */
  public static ProveReport timeBoxed() {
    return report(
        List.of(passed(planned("7.15", 8450), 4800)),
        List.of(planned("7.11", 30000), planned("7.16", 1550)),
        List.of());
  }

  /** A guest that would like to write on the terminal, and names that are too long. */
  public static ProveReport hostile() {
    var cause =
        new Cause(
            Cause.KERNEL_ERROR,
            "the kernel failed\u001b[2J\u0007 <here> & there \u202egnp",
            List.of(
                "\u001b]0;title\u0007\u001b[31m● all is well\r\u009b1A",
                "漢字".repeat(40),
                "a".repeat(300)));
    return report(
        List.of(
            ended(
                planned("7.15-rc1.20260203.with-a-long-suffix", 8450, "debian-12-with-a-long-name"),
                Result.FAILED,
                "leaves-alone",
                cause,
                false)),
        List.of(),
        List.of());
  }

  static Answer.Showing showing(String version, String file, String goesRed, RunReport report) {
    return new Answer.Showing(
        new Artifact.KnownBad(new Version(version), file, goesRed, null),
        CHANNEL,
        new ControlRecord(
            CHANNEL, new Version(version), new Digest("cd".repeat(32)), goesRed, null, RED, null),
        report);
  }

  /** One as it must be, one that failed elsewhere, one that passed, one that could not tell. */
  public static List<Answer.Showing> showings() {
    PlannedRun run = planned("7.15", 8450);
    var missed = new Cause(Cause.MISSED, "the known threat threat.txt was not flagged", List.of());
    var lost = new Cause(Cause.INFRASTRUCTURE, "the virtual machine itself ended", List.of());
    return List.of(
        showing(
            "291",
            "channels/291-bad.bin",
            "boots",
            ended(run, Result.FAILED, "boots", PANIC, true)),
        showing(
            "292",
            "channels/overzealous.bin",
            "leaves-alone",
            ended(run, Result.FAILED, "catches", missed, true)),
        showing("292", "channels/late.bin", "survives-reboot", passed(run, 5100)),
        showing(
            "292",
            "channels/slow.bin",
            "stays-within",
            ended(run, Result.COULD_NOT_TELL, "boots", lost, false)));
  }

  /** All as they must be. */
  public static List<Answer.Showing> redShowings() {
    return showings().subList(0, 1);
  }
}
