package dev.sluice.proving.page;

import dev.sluice.model.ArtifactName;
import dev.sluice.model.Combination;
import dev.sluice.model.Digest;
import dev.sluice.model.Release;
import dev.sluice.model.Result;
import dev.sluice.model.Version;
import dev.sluice.model.pipeline.Artifact;
import dev.sluice.proving.cause.Cause;
import dev.sluice.proving.environment.EnvironmentFacts;
import dev.sluice.proving.history.Flakiness;
import dev.sluice.proving.history.PastCheck;
import dev.sluice.proving.history.PastFile;
import dev.sluice.proving.history.PastRun;
import dev.sluice.proving.history.RunId;
import dev.sluice.proving.plan.PlannedRun;
import dev.sluice.proving.report.Candidate;
import dev.sluice.proving.report.ControlRecord;
import dev.sluice.proving.report.ProveReport;
import dev.sluice.proving.report.Suite;
import dev.sluice.proving.run.CheckResult;
import dev.sluice.proving.run.RunReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Proves made by hand, with the files they left. */
final class Proves {
  static final ArtifactName SENSOR = new ArtifactName("sensor");
  static final ArtifactName CHANNEL = new ArtifactName("channel");
  static final Instant AT = Instant.parse("2026-11-25T02:31:07Z");
  static final String ID = "8f3a-17";
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

  private static final Map<String, Integer> USUAL =
      Map.of(
          "format", 20,
          "boots", 1520,
          "healthy", 60,
          "catches", 110,
          "leaves-alone", 240,
          "stays-within", 30,
          "survives-reboot", 1790,
          "reverts", 1610,
          "updates", 190);

  private static final String WELL =
      """
      [    0.000000] Linux version 6.1.0-56-cloud-amd64
      [    0.412001] virtio_blk virtio1: [vda] 4096 512-byte logical blocks
      init: starting sensor.ko
      [    1.310001] sensor: loading /channel.bin version 290
      [    1.380001] sensor: record 0 field 3 ok
      [    1.391001] sensor: record 1 field 19 ok
      [    1.410001] sensor: in force 290, 2 rules
      sluice: step 1 boots
      [    1.610001] reboot: Power down
      """;

  private static final String PANICKING =
      """
      [    0.000000] Linux version 6.1.0-56-cloud-amd64
      [    0.409001] virtio_blk virtio1: [vda] 4096 512-byte logical blocks
      init: starting sensor.ko
      [    1.312001] sensor: loading /channel.bin version 291
      [    1.381001] sensor: record 0 field 3 ok
      [    1.401234] BUG: unable to handle page fault for address: ffffc90000046000
      [    1.401301] #PF: supervisor read access in kernel mode
      [    1.401355] #PF: error_code(0x0000) - not-present page
      [    1.401399] PGD 3c00067 P4D 3c00067 PUD 3daa067 PMD 3dab067 PTE 0
      [    1.402345] RIP: 0010:evaluate+0x69/0xb0 [sensor]
      [    1.402399] RSP: 0018:ffffc90000593b40 EFLAGS: 00000246
      [    1.410001]  do_init_module+0x4a/0x1f0
      [    1.420000] Kernel panic - not syncing: Fatal exception
      """;

  /** One grey dot. */
  static final byte[] DOT =
      Base64.getDecoder()
          .decode(
              "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==");

  static final Cause PANIC =
      new Cause(
          Cause.PANICKED,
          "the kernel panicked 1.4 s into the boot, while sensor.ko was loading (page fault in"
              + " evaluate)",
          List.of());

  private Proves() {}

  /** What was proven, and where its files are. */
  record Made(ProveReport report, Surroundings surroundings) {
    String html() throws IOException {
      return ReportPage.of(report, surroundings);
    }
  }

  static Release release(ArtifactName artifact, String version) {
    int digit = Math.floorMod(version.hashCode(), 10);
    return new Release(
        artifact,
        new Version(version),
        new Digest((digit + "c1e5d").repeat(11).substring(2)),
        1100);
  }

  static PlannedRun planned(String sensor, long hosts, String environment) {
    Release candidate = release(CHANNEL, "291");
    Release application = release(SENSOR, sensor);
    return new PlannedRun(
        candidate,
        new Combination(application, List.of(candidate)),
        new Combination(application, List.of(release(CHANNEL, "290"))),
        environment,
        hosts,
        "hosts run sensor " + sensor);
  }

  static RunReport.Finished passed(PlannedRun run) {
    return new RunReport.Finished(
        run,
        Result.PASSED,
        CHECKS.stream().map(name -> check(name, Result.PASSED, null)).toList(),
        CHECKS.size(),
        Duration.ofMillis(5570),
        false,
        false);
  }

  private static CheckResult check(String name, Result result, @Nullable Cause cause) {
    return new CheckResult(name, result, Duration.ofMillis(USUAL.getOrDefault(name, 10)), cause);
  }

  static RunReport.Finished ended(
      PlannedRun run, Result result, String at, Cause cause, boolean retried) {
    List<CheckResult> checks = new ArrayList<>();
    for (String name : CHECKS.subList(0, CHECKS.indexOf(at))) {
      checks.add(check(name, Result.PASSED, null));
    }
    checks.add(check(at, result, cause));
    return new RunReport.Finished(
        run,
        result,
        checks,
        CHECKS.size(),
        Duration.ofMillis(1450),
        retried,
        result == Result.FAILED);
  }

  private static ControlRecord control(String version, ControlRecord.@Nullable Shown shown) {
    return new ControlRecord(
        CHANNEL,
        new Version(version),
        new Digest("cd".repeat(32)),
        "boots",
        shown == null ? null : new Version("7.15"),
        shown == ControlRecord.Shown.RED ? AT.minus(Duration.ofDays(1)) : null,
        shown);
  }

  /** The miniature of 19 July 2024, in two environments, kept going. */
  static Made stopped(Path folder) throws IOException {
    PlannedRun first = planned("7.15", 8450, "debian-12");
    write(folder, "sensor-7.15@debian-12.boot-1.console.txt", PANICKING);
    write(folder, "control-0.sensor-7.15@debian-12.boot-1.console.txt", WELL);
    Files.write(folder.resolve("sensor-7.15@debian-12.boot-1.screen.png"), DOT);
    PlannedRun second = planned("7.11", 31200, "debian-12");
    write(folder, "sensor-7.11@debian-12.boot-1.console.txt", WELL.replace("290", "291"));
    PlannedRun unsure = planned("7.16", 350, "debian-13");
    write(folder, "sensor-7.16@debian-13.boot-1.console.txt", "init: starting sensor.ko\n");
    write(folder, "sensor-7.16@debian-13.retry.boot-1.console.txt", "init: starting sensor.ko\n");
    return made(
        folder,
        List.of(
            ended(first, Result.FAILED, "boots", PANIC, false),
            ended(
                second,
                Result.FAILED,
                "catches",
                new Cause(
                    Cause.MISSED,
                    "the known threat eicar.txt was not flagged",
                    List.of("probe ended with 0 for eicar.txt")),
                false),
            passed(planned("7.16", 350, "debian-12")),
            ended(
                unsure,
                Result.COULD_NOT_TELL,
                "boots",
                new Cause(
                    Cause.INFRASTRUCTURE,
                    "the virtual machine itself ended while booting: killed by signal 9",
                    List.of()),
                true),
            new RunReport.NotRun(
                planned("7.15", 8450, "debian-13"), "stopped after the first failure")),
        List.of(planned("7.11", 31200, "debian-13")),
        List.of(
            control("291-bad", ControlRecord.Shown.RED),
            control("blind", ControlRecord.Shown.GREEN),
            control("late", null)),
        new TreeMap<>());
  }

  /** Everything passes. */
  static Made works(Path folder) throws IOException {
    return made(
        folder,
        List.of(
            passed(planned("7.15", 8450, "debian-12")),
            passed(planned("7.11", 31550, "debian-12"))),
        List.of(),
        List.of(control("291-bad", ControlRecord.Shown.RED)),
        new TreeMap<>());
  }

  /** A guest, an owner and an environment that would like to write the page themselves. */
  static Made hostile(Path folder) throws IOException {
    PlannedRun run = planned("7.15", 8450, "<script>alert(1)</script>\" onload=\"x");
    write(
        folder,
        "sensor-7.15@x.boot-1.console.txt",
        "</pre><script>alert('console')</script>\n"
            + "\u001b[2J\u001b]0;title\u0007\u202egnp.exe\u2066\n"
            + "[    1.401234] BUG: <img src=x onerror=alert(2)> ${evil} @if(true)\n"
            + "\ud800lone surrogate \u0000 nul\n"
            + "x".repeat(100_000)
            + "\n"
            + "<b>line</b>\n".repeat(20_000));
    return made(
        folder,
        List.of(
            ended(
                run,
                Result.FAILED,
                "leaves-alone",
                new Cause(
                    Cause.FLAGGED,
                    "the file <iframe src=//evil> was flagged\u202e\u0007",
                    List.of("</script><script>alert(3)</script>")),
                false)),
        List.of(),
        List.of(),
        new TreeMap<>(Map.of("<script>", new Flakiness(7, 50, 10))));
  }

  private static void write(Path folder, String name, String text) throws IOException {
    Files.write(folder.resolve(name), text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  private static Made made(
      Path folder,
      List<RunReport> runs,
      List<PlannedRun> unproven,
      List<ControlRecord> controls,
      SortedMap<String, Flakiness> flaky) {
    Path evidence = Path.of("out").resolve(ID);
    Map<PlannedRun, String> names = new LinkedHashMap<>();
    Map<PlannedRun, Path> statements = new HashMap<>();
    Map<PlannedRun, Surroundings.LastPass> passes = new HashMap<>();
    Map<String, EnvironmentFacts> facts = new HashMap<>();
    boolean withheld = controls.stream().anyMatch(ControlRecord::withholdsProofs);
    for (RunReport run : runs) {
      PlannedRun planned = run.planned();
      String place = planned.environment().startsWith("<") ? "x" : planned.environment();
      String name = planned.counterpart().replace(' ', '-') + "@" + place;
      names.put(planned, name);
      facts.put(planned.environment(), facts(planned.environment()));
      if (run instanceof RunReport.Finished f && f.result() == Result.FAILED) {
        statements.put(planned, evidence.resolve(name + ".failed.json"));
      } else if (run instanceof RunReport.Finished f && f.result() == Result.PASSED && !withheld) {
        statements.put(planned, evidence.resolve(name + ".proof.json"));
      }
      if (place.equals("debian-12")) {
        passes.put(planned, new Surroundings.LastPass(past(planned, name), folder));
      }
    }
    var report =
        new ProveReport(
            candidate(),
            runs,
            unproven,
            statements,
            Map.of(),
            evidence,
            controls,
            flaky,
            new TreeMap<>(),
            List.of(),
            Duration.ofMillis(46_200));
    return new Made(
        report, new Surroundings("kernel-sensor", ID, AT, folder, names, passes, facts));
  }

  private static Candidate candidate() {
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
        release(CHANNEL, "291"),
        new Suite("smoke", List.of(), new Digest("ab".repeat(32))),
        CHECKS.size());
  }

  private static PastRun past(PlannedRun planned, String name) {
    return new PastRun(
        new RunId("77ab-3", 1),
        AT.minus(Duration.ofDays(2)),
        new PastRun.Subject("kernel-sensor", "channel", "290", null),
        new PastRun.Place(
            planned.counterpart() + " + channel 290", planned.counterpart(), planned.environment()),
        new PastRun.Ending(
            Result.PASSED, null, null, Duration.ofMillis(5400), false, false, "x.proof.json"),
        name,
        CHECKS.stream()
            .map(
                check ->
                    new PastCheck(
                        check,
                        Result.PASSED,
                        Duration.ofMillis(USUAL.getOrDefault(check, 10) * 9L / 10)))
            .toList(),
        List.of(new PastFile(name + ".boot-1.console.txt", Duration.ofMillis(1610))));
  }

  private static EnvironmentFacts facts(String name) {
    return new EnvironmentFacts(
        name,
        "qemu",
        "7.2.22",
        "tcg",
        "vm",
        EnvironmentFacts.Platform.LINUX,
        new Digest("77ab".repeat(16)),
        new Digest("19cd".repeat(16)),
        new TreeMap<>(Map.of("os", "debian")),
        List.of());
  }
}
