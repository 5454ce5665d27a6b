package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cli.screen.Golden;
import dev.sluice.model.Result;
import dev.sluice.proving.history.History;
import dev.sluice.proving.history.PastCheck;
import dev.sluice.proving.history.PastFile;
import dev.sluice.proving.history.PastProve;
import dev.sluice.proving.history.PastRun;
import dev.sluice.proving.history.RunId;
import dev.sluice.trust.canonical.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Past runs, as somebody finds them who comes later. */
class RunsTest {
  private static final Instant AT = Instant.parse("2026-02-03T02:31:00Z");
  private static final String PASSED =
      "init: starting\n[    1.380001] record 0 ok\n[    1.5] ready\n";
  private static final String FAILED =
      """
      init: starting
      [    1.380002] record 0 ok
      [    1.401234] BUG: unable to handle\u001b[2J\u202e page fault
      """;

  @TempDir private Path home;
  private Path evidence = Path.of("");
  private Path candidate = Path.of("");

  @BeforeEach
  void twoProvesLongAgo() throws IOException {
    candidate = Files.writeString(home.resolve("291.bin"), "the candidate");
    evidence = Files.createDirectories(home.resolve("out/8f3a-2"));
    Files.createDirectories(home.resolve("out/8f3a-1"));
    Files.writeString(home.resolve("sluice.yaml"), "sluice: 1\n");
    Files.writeString(evidence.resolve("sensor-7.15.boot-1.console.txt"), FAILED);
    Files.writeString(home.resolve("out/8f3a-1/sensor-7.15.boot-1.console.txt"), PASSED);
    Files.writeString(
        evidence.resolve("sensor-7.15.boot-1.channel.txt"),
        "< sluice-guest 1 ready 2.5\n> run 1 26 ZWNobyBoaQ==\n< done 1 0 2.6 2.7 aGkK\n");
    Files.writeString(evidence.resolve("report.html"), "<!doctype html>");
    try (History history = History.in(home.resolve(".local/state/sluice"))) {
      history.keep(
          prove("8f3a-1", AT.minusSeconds(3600), Result.PASSED, run("8f3a-1", 1, Result.PASSED)));
      history.keep(
          prove(
              "8f3a-2",
              AT,
              Result.FAILED,
              run("8f3a-2", 1, Result.PASSED),
              run("8f3a-2", 2, Result.FAILED)));
    }
  }

  private PastProve prove(String id, Instant at, Result result, PastRun... runs) {
    return new PastProve(
        id,
        at,
        "kernel-sensor",
        new PastProve.Candidate(
            "channel",
            "291",
            Sha256.of("the candidate".getBytes(StandardCharsets.UTF_8)),
            candidate,
            id.startsWith("bad") ? "boots" : null),
        result,
        result == Result.PASSED
            ? "channel 291 works with every sensor release that hosts run."
            : "channel 291 was stopped: with sensor 7.15 the kernel panicked.",
        Duration.ofMillis(4600),
        3,
        new PastProve.Where(
            home,
            Sha256.of("sluice: 1\n".getBytes(StandardCharsets.UTF_8)),
            home.resolve("out").resolve(id)),
        List.of(runs));
  }

  private static PastRun run(String prove, int number, Result result) {
    boolean passed = result == Result.PASSED;
    Instant at = prove.equals("8f3a-1") ? AT.minusSeconds(3600) : AT;
    return new PastRun(
        new RunId(prove, number),
        at,
        new PastRun.Subject(
            "kernel-sensor", "channel", "291", prove.startsWith("bad") ? "boots" : null),
        new PastRun.Place("sensor 7.15 + channel 291", "sensor 7.15", "linux-6.1"),
        new PastRun.Ending(
            result,
            passed ? null : "boots",
            passed ? null : "with sensor 7.15 the kernel panicked. It boots with channel 290.",
            Duration.ofMillis(1450),
            passed && number == 1 && prove.equals("8f3a-2"),
            !passed,
            passed ? null : "sensor-7.15.failed.json"),
        "sensor-7.15",
        List.of(
            new PastCheck("format", Result.PASSED, Duration.ofMillis(20)),
            new PastCheck("boots", result, Duration.ofMillis(1430))),
        List.of(
            new PastFile("sensor-7.15.boot-1.console.txt", Duration.ofMillis(1401)),
            new PastFile("sensor-7.15.boot-1.channel.txt", null)));
  }

  private Shell.Ended sluice(Object... words) {
    return new Shell(home).run(words);
  }

  private String shown(Shell.Ended ended) {
    assertThat(ended.status()).as(ended.err()).isZero();
    return ended.out().replace(home.toString(), "/home/me");
  }

  @Test
  void runsAreListedNewestFirst() {
    Golden.check("runs.txt", shown(sluice("runs")));
  }

  @Test
  void negativeControlsAreListedApart() {
    assertThat(sluice("runs", "--controls").out())
        .isEqualTo("no runs of negative controls yet\n  sluice prove --negative-controls\n");
    String before = sluice("runs").out();
    try (History history = History.in(home.resolve(".local/state/sluice"))) {
      history.keep(prove("bad0-1", AT, Result.FAILED, run("bad0-1", 1, Result.FAILED)));
      history.keep(prove("bad0-2", AT, Result.PASSED, run("bad0-2", 1, Result.PASSED)));
    }

    assertThat(sluice("runs").out()).isEqualTo(before);
    assertThat(sluice("runs", "--controls").out())
        .containsPattern("bad0-2\\.1 .* must: boots\n")
        .containsPattern("bad0-1\\.1 .* boots, as it must\n");
    assertThat(sluice("run", "show", "bad0-1.1").out()).contains("must go red at boots, and did");
    assertThat(sluice("run", "show", "bad0-2.1").out())
        .contains("must go red at boots\n")
        .doesNotContain("and did");
    assertThat(sluice("run", "show", "bad0-1", "--html", home.resolve("x.html")).err())
        .contains("no page is made");
    assertThat(
            json(sluice("runs", "--controls", "--json"))
                .path("runs")
                .path(0)
                .path("goes-red")
                .stringValue())
        .isEqualTo("boots");
    assertThat(json(sluice("runs", "--json")).path("runs").path(0).path("goes-red").isNull())
        .isTrue();
  }

  @Test
  void aProveIsShownSentenceFirst() {
    Golden.check("run-show-prove.txt", shown(sluice("run", "show", "8f3a-2")));
  }

  @Test
  void aRunIsShownWithItsChecks() {
    Golden.check("run-show.txt", shown(sluice("run", "show", "8f3a-2.2")));
  }

  @Test
  void aConsoleIsCleanAndItsFirstAbnormalLineMarked() {
    Shell.Ended ended = sluice("run", "logs", "8f3a-2");

    assertThat(ended.out())
        .isEqualTo(
            """
              init: starting
              [    1.380002] record 0 ok
            ▲ [    1.401234] BUG: unable to handle[2J page fault
            """);
  }

  @Test
  void besideItStandsTheLastRunThatPassed() {
    Golden.check("run-logs-beside.txt", shown(sluice("run", "logs", "8f3a-2", "--beside")));
  }

  @Test
  void theGuestChannelIsDecoded() {
    assertThat(shown(sluice("run", "logs", "8f3a-2.2", "--channel")))
        .isEqualTo(
            "< sluice-guest 1 ready 2.5\n> run 1 26\n    echo hi\n< done 1 0 2.6 2.7\n    hi\n");
  }

  @Test
  void everythingIsToBeHadAsJson() {
    JsonNode list = json(sluice("runs", "--failed", "--json"));
    assertThat(list.path("runs").size()).isEqualTo(1);
    assertThat(list.path("runs").path(0).path("id").stringValue()).isEqualTo("8f3a-2.2");

    JsonNode prove = json(sluice("run", "show", "8f3a-2", "--json"));
    assertThat(prove.path("runs").size()).isEqualTo(2);
    assertThat(prove.path("runs").path(0).path("flake").booleanValue()).isTrue();
    assertThat(json(sluice("run", "show", "8f3a-2.2", "--json")).path("runs").size()).isEqualTo(1);

    JsonNode log = json(sluice("run", "logs", "8f3a-2", "--beside", "--json"));
    assertThat(log.path("first-abnormal").intValue()).isEqualTo(2);
    assertThat(log.path("beside").stringValue()).endsWith("8f3a-1/sensor-7.15.boot-1.console.txt");
  }

  private static JsonNode json(Shell.Ended ended) {
    assertThat(ended.status()).as(ended.err()).isZero();
    JsonNode node = JsonMapper.shared().readTree(ended.out());
    assertThat(node.path("format").intValue()).isEqualTo(1);
    return node;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"show 8f3a", "show 8f3a-9", "show 8f3a-2.3", "logs ../x", "screenshot 8f3a-2"})
  void whatIsNotThereIsWrongUseWithTheWayOut(String call) {
    Shell.Ended ended = sluice((Object[]) ("run " + call).split(" "));

    assertThat(ended.status()).isEqualTo(2);
    assertThat(ended.err().lines()).hasSizeGreaterThan(1);
    assertThat(ended.err()).contains("sluice run");
  }

  @Test
  void evidenceThatIsGoneIsSaidToBeGone() throws IOException {
    Files.delete(evidence.resolve("sensor-7.15.boot-1.console.txt"));

    assertThat(sluice("run", "logs", "8f3a-2").status()).isEqualTo(2);
    assertThat(sluice("run", "logs", "8f3a-2").err()).contains("is gone");
  }

  @Test
  void thePageIsWrittenWhereAsked() {
    Path to = home.resolve("page.html");

    assertThat(sluice("run", "show", "8f3a-2", "--html", to).status()).isZero();
    assertThat(to).hasContent("<!doctype html>");
  }

  @Test
  void theDisplayIsWrittenWhereAsked() throws IOException {
    Path folder = Files.createDirectories(home.resolve("out/8f3a-3"));
    Files.writeString(folder.resolve("sensor-7.15.boot-2.screen.png"), "a picture");
    PastRun run = run("8f3a-3", 1, Result.FAILED);
    try (History history = History.in(home.resolve(".local/state/sluice"))) {
      history.keep(
          prove(
              "8f3a-3",
              AT,
              Result.FAILED,
              new PastRun(
                  run.id(),
                  run.at(),
                  run.subject(),
                  run.place(),
                  run.ending(),
                  run.name(),
                  run.checks(),
                  List.of(new PastFile("sensor-7.15.boot-2.screen.png", null)))));
    }
    Path to = home.resolve("display.png");

    assertThat(sluice("run", "screenshot", "8f3a-3", "--out", to).status()).isZero();
    assertThat(to).hasContent("a picture");
    assertThat(sluice("run", "show", "8f3a-3.1").out()).contains("sluice run screenshot 8f3a-3.1");
    assertThat(sluice("run", "screenshot", "8f3a-3", "--boot", "1").err())
        .contains("boot 1 was kept", "sluice run logs 8f3a-3.1");
  }

  @Test
  void toReproduceIsAProveOfThatOneCombination() {
    assertThat(shown(sluice("run", "reproduce", "8f3a-2", "--print")))
        .isEqualTo(
            "sluice prove channel 291 /home/me/291.bin --only sensor-7.15@linux-6.1 --pipeline"
                + " /home/me/sluice.yaml --out /home/me/out\n");
    assertThat(sluice("run", "reproduce", "8f3a-2", "--print").err()).isEmpty();
  }

  @Test
  void aCandidateThatChangedIsNotWhatWasProven() throws IOException {
    Files.writeString(candidate, "another");

    Shell.Ended ended = sluice("run", "reproduce", "8f3a-2");

    assertThat(ended.status()).isEqualTo(2);
    assertThat(ended.err()).contains("is not what was proven", "--file FILE");
    Path moved = home.resolve("moved.bin");
    Files.writeString(moved, "the candidate");
    assertThat(sluice("run", "reproduce", "8f3a-2", "--file", moved, "--print").status()).isZero();
  }

  @Test
  void aPipelineFileThatChangedIsSaidToHaveChanged() throws IOException {
    Files.writeString(home.resolve("sluice.yaml"), "sluice: 1\n# more\n");

    assertThat(sluice("run", "reproduce", "8f3a-2", "--print").err()).contains("has changed since");
  }

  @Test
  void oldRunsAreForgottenWhenAsked() {
    assertThat(sluice("runs", "prune", "--older-than", "1h").out())
        .isEqualTo("forgot 2 proves older than 1h\n");
    assertThat(sluice("runs").out()).startsWith("no runs yet");
    assertThat(sluice("runs", "prune", "--older-than", "soon").status()).isEqualTo(2);
  }

  @Test
  void lookingAtAnEnvironmentIsNotedWithItsReason() {
    Shell.Ended ended =
        sluice("runs", "looked", "linux-6.1", "--reason", "a backup", "--pipeline", Shell.EXAMPLE);

    assertThat(ended.status()).as(ended.err()).isZero();
    assertThat(ended.out()).startsWith("noted. 1 of the last 3 runs in linux-6.1");
    assertThat(
            sluice("runs", "looked", "linux", "--reason", "x", "--pipeline", Shell.EXAMPLE).err())
        .contains("has no environment \"linux\"", "linux-6.1");
    assertThat(
            sluice("runs", "looked", "linux-6.1", "--reason", " ", "--pipeline", Shell.EXAMPLE)
                .status())
        .isEqualTo(2);
  }

  @Test
  void aStoreThatCannotBeReadCouldNotTell() throws IOException {
    Path state = home.resolve(".local/state/sluice/runs.db");
    Files.delete(state);
    Files.createDirectory(state);

    Shell.Ended ended = sluice("runs");

    assertThat(ended.status()).isEqualTo(3);
    assertThat(ended.err()).startsWith("sluice runs: the store of past runs cannot be used");
  }

  @Test
  void aDamagedStoreIsMovedAsideAndSaid() throws IOException {
    Path state = home.resolve(".local/state/sluice/runs.db");
    Files.writeString(state, "noise ".repeat(2000));

    Shell.Ended ended = sluice("runs");

    assertThat(ended.status()).isZero();
    assertThat(ended.err()).contains("was damaged").contains("runs.db.damaged-1");
  }
}
