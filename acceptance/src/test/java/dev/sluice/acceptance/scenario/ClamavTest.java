package dev.sluice.acceptance.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * The short form of the example {@code clamav}: whole Debian machines, the real daemon, three of
 * its signature sets. All of them are shown by {@code sluice demo --clamav}.
 */
@Tag("vm")
class ClamavTest {
  /** Three systems are built from packages the first time. */
  private static final Duration LIMIT = Duration.ofMinutes(25);

  private final Desk desk = Desk.open();
  private final Example example = Example.copyOf("clamav", desk);

  @AfterEach
  void close() {
    desk.close();
  }

  private Result prove(int status, String set, String... more) {
    List<String> words =
        new java.util.ArrayList<>(
            List.of(
                "prove",
                "signatures",
                "2",
                example.file("signatures/" + set + ".tar").toString(),
                "--json",
                "--pipeline",
                example.pipeline()));
    words.addAll(List.of(more));
    Ended ended = desk.startSluice(words.toArray(String[]::new)).endedWithin(LIMIT);
    assertThat(ended.status()).as("%s%n%s", ended.out(), ended.err()).isEqualTo(status);
    return Result.of(ended);
  }

  private static List<String> failed(JsonNode run) {
    return Result.checks(run).stream()
        .filter(check -> check.endsWith(" failed"))
        .map(check -> check.substring(0, check.indexOf(' ')))
        .toList();
  }

  /** In the place of Debian 12 a system that its firmware starts from a disk of its own. */
  private void debian13ByUefi() {
    example
        .inPipeline("\"1.4.3\":", "\"1.4.6\":")
        .inPipeline("suite: bookworm", "suite: trixie")
        .inPipeline(
            "  debian-12:\n    driver: qemu\n",
            "  debian-12:\n    driver: qemu\n    firmware: uefi\n")
        .inPipeline(
            """
                memory: 256 MiB
                healthy: { units: [clamav-daemon.service], settle: 1 s }
                stands-for: { os: debian, version: "12" }
            """,
            """
                memory: 384 MiB
                stands-for: { os: debian, version: "13" }
            """);
  }

  private static final String[] ALWAYS = {
    "updates passed",
    "boots passed",
    "healthy passed",
    "leaves-alone passed",
    "survives-reboot passed",
    "reverts passed"
  };

  @Test
  void aGoodSetPassesOnTheOldestSystemAndOnOneThatStartsByUefi() {
    debian13ByUefi();
    // Dates are shown on the third system, by the next test.
    example.inPipeline("    - survives-dates: { valid-for: 90 d }\n", "");

    Result result = prove(0, "good");

    assertThat(result.runs()).hasSize(2);
    assertThat(result.runs()).allSatisfy(run -> assertThat(Result.checks(run)).contains(ALWAYS));
  }

  @Test
  void aGoodSetPassesOnDaysToCome() {
    Result result = prove(0, "good", "--only", "@debian-12");

    assertThat(Result.checks(result.with("1.4.3")))
        .contains(ALWAYS)
        .contains("survives-dates passed");
  }

  @Test
  void aFalsePositiveOnASystemFileShowsAtOnceAndKillsTheNextBoot() {
    Result result = prove(1, "false-positive", "--keep-going", "--only", "@debian-12");

    JsonNode run = result.with("1.4.3");
    assertThat(failed(run)).startsWith("leaves-alone").contains("boots");
    assertThat(run.path("cause").asString()).contains("removed a vital file", "systemd");
  }

  @Test
  void aSetThatAnOlderEngineSkipsInSilenceFailsThereAlone() {
    Result result = prove(1, "newer-engine-guarded", "--only", "@debian-11");

    assertThat(failed(result.with("0.103.10"))).containsExactly("catches");
  }
}
