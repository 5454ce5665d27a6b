package dev.sluice.cli.screen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.Result;
import dev.sluice.server.wire.WireRelease;
import dev.sluice.server.wire.WireRun;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReleaseScreenTest {
  private static final String DIGEST =
      "2ecb6300000000000000000000000000000000000000000000000000000000b6";
  private static final String PANIC =
      "with sensor 7.15 the kernel panicked 1.5 s into the boot, while sensor.ko was loading (page"
          + " fault in evaluate). It boots with channel 290.";

  private static WireRelease release(
      String version, String state, @Nullable String sentence, List<WireRun> runs) {
    return new WireRelease(
        "kernel-sensor",
        "channel",
        version,
        DIGEST,
        272,
        "upload",
        "ci",
        Instant.parse("2026-02-03T04:05:06Z"),
        state,
        Instant.parse("2026-02-03T04:06:00Z"),
        sentence,
        null,
        null,
        null,
        List.of(),
        17,
        runs);
  }

  private static WireRelease urgent(WireRelease release) {
    return new WireRelease(
        release.product(),
        release.artifact(),
        release.version(),
        release.content(),
        release.size(),
        release.origin(),
        release.submitter(),
        release.submitted(),
        release.state(),
        release.since(),
        release.sentence(),
        "attacks since this morning",
        null,
        DIGEST,
        List.of("admission hangs on it: 8,450 of 40,000 hosts, and one fallback is left."),
        release.number(),
        release.runs());
  }

  private static WireRun run(
      int number, String with, String state, @Nullable String sentence, long millis) {
    boolean runs = state.equals("running") || state.equals("claimed");
    return new WireRun(
        "r" + number,
        "kernel-sensor",
        "prove",
        "channel",
        "291",
        with,
        "linux-6.1",
        DIGEST,
        state,
        runs ? "lab-1" : null,
        1,
        Instant.EPOCH,
        Instant.EPOCH,
        sentence,
        null,
        null,
        null,
        state.equals("passed") && millis == 0 ? "r3" : null,
        millis);
  }

  private static WireRelease stopped() {
    return release(
        "291",
        "stopped",
        "r18: " + PANIC,
        List.of(
            run(18, "sensor 7.15", "failed", PANIC, 1_800),
            run(
                19,
                "sensor 7.16",
                "failed",
                "with sensor 7.16 channel 291 is not in force.",
                5_840),
            run(20, "sensor 7.11", "cancelled", "the release was stopped", 0)));
  }

  @Test
  void aRunThatAnotherLabHasToMakeSaysSo() {
    String needed = "another lab than 5f1c09ab is needed: 2 labs have to prove it";
    List<WireRun> runs =
        List.of(
            run(18, "sensor 7.15", "passed", "it works", 1_800),
            run(19, "sensor 7.15", "queued", needed, 0));
    WireRelease waiting = release("292", "proving", null, runs);

    assertThat(ReleaseScreen.board(waiting, Duration.ofSeconds(20), false))
        .contains("  1 run waits: " + needed);
    assertThat(ReleaseScreen.result(waiting, false)).contains("  1 run waits: " + needed);
  }

  @Test
  void whatWasStoppedSaysWhyFirst() {
    List<String> lines =
        new ArrayList<>(ReleaseScreen.header(stopped(), "http://127.0.0.1:8420", false));
    lines.addAll(ReleaseScreen.result(stopped(), false));
    Golden.check("release-stopped.txt", lines);
  }

  @Test
  void whatIsProvenSaysWhatComesNext() {
    Golden.check(
        "release-proven.txt",
        ReleaseScreen.result(
            urgent(
                release(
                    "292",
                    "proven",
                    null,
                    List.of(
                        run(31, "sensor 7.15", "passed", "9 of 9 checks passed", 9_100),
                        run(32, "sensor 7.16", "passed", "proven before", 0)))),
            false));
  }

  @Test
  void theBoardShowsEachRunAndHowLongItTakes() {
    WireRelease proving =
        release(
            "292",
            "proving",
            null,
            List.of(
                run(31, "sensor 7.15", "passed", null, 9_100),
                run(32, "sensor 7.16", "running", null, 0),
                run(33, "sensor 7.11", "queued", null, 0)));
    Golden.check(
        "release-board.txt", ReleaseScreen.board(proving, Duration.ofMillis(12_345), false));
  }

  @Test
  void whereNoLabComesTheBoardSaysWhatMayBeTheReason() {
    WireRelease waiting =
        release("292", "proving", null, List.of(run(31, "sensor 7.15", "queued", null, 0)));

    assertThat(ReleaseScreen.board(waiting, Duration.ofSeconds(16), false))
        .anyMatch(line -> line.contains("No lab has taken a run yet"))
        .allMatch(line -> Plain.width(line) <= 80);
    assertThat(ReleaseScreen.board(waiting, Duration.ofSeconds(2), false)).hasSize(2);
  }

  @Test
  void theListShowsEveryState() {
    List<WireRelease> all = new ArrayList<>();
    all.add(urgent(release("299", "submitted", null, List.of())));
    all.add(release("298", "proving", null, List.of()));
    all.add(release("297", "disputed", "r9 failed and then passed", List.of()));
    all.add(release("296", "could-not-tell", "the lab has no QEMU", List.of()));
    all.add(release("295", "superseded", "superseded by channel 296", List.of()));
    all.add(release("294", "refused", "it has 70,000 bytes; size allows 65,536", List.of()));
    all.add(release("293", "handed-on", null, List.of()));
    all.add(release("292", "proven", null, List.of()));
    all.add(stopped());
    all.add(release("1", "of-a-newer-server", null, List.of()));
    Golden.check("release-list.txt", ReleaseScreen.list(all, false));
  }

  @Test
  void onlyWhatIsProvenReadsLikeAYes() {
    for (String word : List.of("proven", "handed-on")) {
      assertThat(Stage.of(release("1", word, null, List.of())).result()).isEqualTo(Result.PASSED);
    }
    for (String word : List.of("superseded", "disputed", "could-not-tell", "proving", "new-word")) {
      assertThat(Stage.of(release("1", word, null, List.of())).result())
          .as(word)
          .isEqualTo(Result.COULD_NOT_TELL);
    }
    for (String word : List.of("refused", "stopped")) {
      assertThat(Stage.of(release("1", word, null, List.of())).result()).isEqualTo(Result.FAILED);
    }
  }

  @Test
  void whatAServerSaysCannotMoveTheCursor() {
    WireRelease hostile =
        release("291\u001b[2J", "stopped", "r1: \u001b]0;title\u0007gone", List.of());

    assertThat(String.join("\n", ReleaseScreen.result(hostile, false)))
        .doesNotContain("\u001b", "\u0007");
    assertThat(String.join("\n", ReleaseScreen.list(List.of(hostile), false)))
        .doesNotContain("\u001b");
  }
}
