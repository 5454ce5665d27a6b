package dev.sluice.acceptance.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Guests, owners' checks and validators that misbehave. */
@Tag("vm")
class GuestFaultTest {
  /** Holds on the candidate alone, so that the control run passes what it fails. */
  private static final String ON_291 =
      "grep -q 'channel 291' /sys/module/sensor/parameters/in_force";

  /** Finds the process that {@code sleep 5000} is, and not itself. */
  private static final String SEARCH =
      "cat /proc/[0-9]*/cmdline | tr '\\\\0' ' ' | grep -q 'sleep [5]000'";

  private final Desk desk = Desk.withOwnCache();
  private final Example example = Example.copyOn(desk).onlySensor("7.16");

  @AfterEach
  void close() {
    desk.close();
  }

  private Ended prove() {
    return desk.prove(example.channel("291-fixed"), example.pipeline(), "--json");
  }

  private static JsonNode check(Ended ended, String name) {
    return Result.of(ended)
        .onlyRun()
        .path("checks")
        .valueStream()
        .filter(c -> c.path("name").asString().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void checksThatForkAwayStepTheClockOrFloodTheirOutputDoNotDisturbWhatFollows() {
    example
        .inPipeline("cpu: 2 s,", "cpu: 20 s, wall: 200 s,")
        .check(
            "command: \"(sleep 5000; echo late) & echo started\"", "name: forks", "output: started")
        .check("command: \"date -s '2038-01-19 03:14:00'\"", "name: steps")
        .check("command: [\"date\", \"-s\", \"2001-01-01 00:00:00\"]", "name: steps-back")
        .check(
            "command: \"head -c 3000000 /dev/zero | tr '\\\\0' x; echo; exit 3\"",
            "name: floods",
            "exit: 3")
        .check("command: \"echo here\"", "name: after", "output: here")
        .check("command: \"sleep 5000 & sleep 0.2; " + SEARCH + "\"", "name: finds")
        .check("command: \"" + SEARCH + "\"", "name: nothing-stayed", "exit: 1");

    Ended ended = prove();

    assertThat(ended.status()).as(ended.out()).isZero();
    assertThat(Result.of(ended).checks())
        .contains(
            "forks passed",
            "steps passed",
            "steps-back passed",
            "floods passed",
            "after passed",
            "nothing-stayed passed",
            "survives-reboot passed",
            "updates passed");
    // Times are on clocks that no step moves.
    assertThat(check(ended, "steps").path("seconds").asDouble()).isBetween(0.0, 60.0);
    assertThat(Trees.files(desk.home(), ".channel.txt"))
        .isNotEmpty()
        .allSatisfy(log -> assertThat(Files.size(log)).isLessThan(1024 * 1024L));
  }

  @Test
  void aCheckThatNeverEndsIsStoppedAtItsLimit() {
    example.check("command: \"! " + ON_291 + " || sleep 100000\"", "name: endless", "within: 2 s");

    Ended ended = prove();

    assertThat(ended.status()).as(ended.out()).isEqualTo(1);
    assertThat(check(ended, "endless").path("cause").asString())
        .contains("ended at its time limit");
  }

  @Test
  void aGuestThatRebootsOnTheCandidateAloneIsAFailure() {
    example
        .on(
            GuestFiles.original()
                .beforeTheSensor(
                    // The ninth byte of a channel file is the version's lowest: 35 is 291.
                    "[ $(od -An -tu1 -j 8 -N 1 /var/lib/sensor/channel.bin) != 35 ] || reboot -f"))
        .deadline(60);

    Ended ended = prove();

    assertThat(ended.status()).as(ended.out()).isEqualTo(1);
    assertThat(Result.of(ended).cause())
        .contains("the machine rebooted by itself")
        .contains("with channel 290");
  }

  @Test
  @Tag("long")
  void aGuestThatFloodsItsConsoleIsJudgedAllTheSame() {
    // In its first boot: each byte costs an emulated machine microseconds.
    example
        .on(
            GuestFiles.original()
                .beforeTheSensor(
                    "if ! [ -e /var/lib/flooded ]; then",
                    "  echo > /var/lib/flooded",
                    "  yes 'all is well, all is well' | head -c 1200000 > /dev/console",
                    "fi"))
        .deadline(100);

    Ended ended = prove();

    assertThat(ended.status()).as(ended.out()).isZero();
    assertThat(Trees.files(desk.home(), ".console.txt"))
        .allSatisfy(c -> assertThat(Files.size(c)).isLessThan(1024 * 1024L + 200))
        .anySatisfy(c -> assertThat(Files.readString(c)).contains("bytes not kept"));
  }

  @Test
  void aValidatorThatCrashesIsAFailedCheck() {
    example.program("tools/parse-channel", "kill -SEGV $$");

    Ended ended = prove();

    assertThat(ended.status()).as(ended.out()).isEqualTo(1);
    assertThat(Result.of(ended).cause()).contains("crashed with signal 11");
  }

  @Test
  void aValidatorThatWritesOutsideItsPlaceIsAFailedCheck() {
    example.program("tools/parse-channel", "echo 291 > /pipeline/channels/291-fixed.bin", "exit 0");

    Ended ended = prove();

    assertThat(ended.status()).as(ended.out()).isEqualTo(1);
    assertThat(Result.of(ended).cause()).contains("outside /tmp");
  }

  @Test
  void aValidatorIsNotToldTheVersion() {
    example.program(
        "tools/parse-channel",
        "case \"$* $(env) $(ls -l \"$1\") $(cat /proc/mounts)\" in *291*) exit 3 ;; esac",
        "echo 'nothing tells the version'",
        "exit 1");

    assertThat(Result.of(prove()).cause()).contains("nothing tells the version");
  }

  @Test
  @Tag("long")
  void aValidatorThatHangsIsAFailedCheck() {
    example.program("tools/parse-channel", "sleep 100000 & sleep 100000");

    Ended ended = prove();

    assertThat(ended.status()).as(ended.out()).isEqualTo(1);
    assertThat(Result.of(ended).cause()).contains("hung: stopped after 30 s");
  }

  @Test
  @Tag("long")
  void sixtyBootsGiveTheRightResults() {
    Example three = Example.itself();
    List<Integer> statuses =
        IntStream.range(0, 4)
            .mapToObj(
                round ->
                    List.of(
                        desk.prove(three.channel("291-fixed"), three.pipeline()).status(),
                        desk.sluice(
                                "prove",
                                "channel",
                                "291",
                                three.channel("291-bad"),
                                "--pipeline",
                                three.pipeline(),
                                "--keep-going")
                            .status()))
            .flatMap(List::stream)
            .toList();
    assertThat(statuses).containsExactly(0, 1, 0, 1, 0, 1, 0, 1);
  }
}
