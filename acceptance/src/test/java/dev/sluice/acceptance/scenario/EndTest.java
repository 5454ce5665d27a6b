package dev.sluice.acceptance.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** However a prove ends, nothing of it stays: no process, no socket, no file but the evidence. */
@Tag("vm")
class EndTest {
  private final Desk desk = Desk.open();
  private final Example example = Example.copyOn(desk).onlySensor("7.16");

  @AfterEach
  void close() {
    desk.close();
  }

  private String[] words() {
    return new String[] {
      "prove", "channel", "291", example.channel("291-fixed"), "--pipeline", example.pipeline()
    };
  }

  /** What a stopped prove has left where results go. */
  private String[] evidence() {
    String[] names = desk.home().resolve("out").toFile().list();
    return names == null ? new String[0] : names;
  }

  private void machinesRun() {
    Until.found(
        "a running machine",
        Duration.ofMinutes(2),
        () -> desk.processes().stream().filter(p -> p.contains("qemu-system-x86_64 -M")).findAny());
  }

  @Test
  void ctrlCStopsAndLeavesNothing() {
    // As a terminal does: to every process of the group, the launcher's.
    Call call =
        desk.start(
            Stream.concat(
                    Stream.of("setsid", Desk.sources().resolve("sluice").toString()),
                    Stream.of(words()))
                .toList());
    machinesRun();
    Signals.send("INT", "-" + call.pid());

    Ended ended = call.ended();

    assertThat(ended.status()).as(ended.err()).isEqualTo(130);
    assertThat(ended.err()).contains("stopped: nothing was proven, no machine was left running");
    desk.holdsNothing();
    assertThat(evidence()).isEmpty();
  }

  @Test
  void terminationStopsAndLeavesNothing() {
    Call call = desk.startSluice(words());
    machinesRun();
    call.signal("TERM");

    assertThat(call.ended().status()).isEqualTo(143);
    desk.holdsNothing();
    assertThat(evidence()).isEmpty();
  }

  @Test
  void aProverThatIsKilledBesideItsMachinesLeavesNothing() {
    Call call = desk.startSluice(words());
    machinesRun();
    call.signal("KILL");
    call.ended();
    desk.holdsNothing();
    assertThat(evidence()).isEmpty();
  }

  @Test
  void whatAKilledProverAndItsReaperLeftIsClearedAwayByTheNext() {
    Call call = desk.startSluice(words());
    machinesRun();
    List<String> reapers =
        desk.processes().stream().filter(p -> p.contains("sluice-reaper")).toList();
    assertThat(reapers).isNotEmpty();
    reapers.forEach(r -> Signals.send("KILL", r.substring(0, r.indexOf(' '))));
    call.signal("KILL");
    call.ended();

    // Stopped by its format, for which no machine is started.
    Ended next = desk.prove(example.channel("malformed"), example.pipeline());
    assertThat(next.status()).as(next.err()).isEqualTo(1);
    desk.holdsNothing();
  }

  @Test
  void aProverKilledAtAnyMomentLeavesNothingAndTheNextIsRight() {
    moments(3, 290).forEach(this::killAfter);
    theNextIsRight();
  }

  @Tag("long")
  @ParameterizedTest
  @MethodSource("twentyMoments")
  void aProverKilledAtTwentyMomentsLeavesNothingAndTheNextIsRight(Duration moment) {
    killAfter(moment);
    theNextIsRight();
  }

  private void theNextIsRight() {
    Ended next = desk.sluice(words());
    assertThat(next.status()).as(next.out() + next.err()).isZero();
  }

  private void killAfter(Duration moment) {
    Call call = desk.startSluice(words());
    call.goOnFor(moment);
    call.signal("KILL");
    call.ended();
    desk.holdsNothing();
  }

  static Stream<Duration> twentyMoments() {
    return moments(20, 291);
  }

  /** From before the JVM is up to about the end of a prove on a quiet machine. */
  private static Stream<Duration> moments(int count, long seed) {
    var random = new Random(seed);
    return IntStream.range(0, count).mapToObj(_ -> Duration.ofMillis(50 + random.nextInt(5000)));
  }

  @Test
  void twoProversOnOneEmptyCacheAreBothRightAndBuildTheGuestOnce() {
    try (Desk own = Desk.withOwnCache()) {
      Example shared = Example.copyOn(own).onlySensor("7.16");
      shared.replace("guest.sh", "set -eu\n", "set -eu\necho built >> \"$HOME/built\"\n");
      String[] words = {
        "prove", "channel", "291", shared.channel("291-fixed"), "--pipeline", shared.pipeline()
      };
      Call first = own.startSluice(words);
      Call second = own.startSluice(words);

      assertThat(List.of(first.ended().status(), second.ended().status())).containsExactly(0, 0);
      assertThat(own.home().resolve("built")).content().isEqualTo("built\n");
      assertThat(Trees.files(own.home().resolve("out"), ".proof.json")).hasSize(2);
    }
  }

  @Test
  void anEndWhileTheGuestIsBuiltLeavesNothingOfIt() {
    try (Desk own = Desk.withOwnCache()) {
      Example slow = Example.copyOn(own).onlySensor("7.16");
      slow.replace("guest.sh", "set -eu\n", "set -eu\ntouch \"$HOME/began\"\nsleep 100000\n");
      Call call =
          own.startSluice(
              "prove", "channel", "291", slow.channel("291-fixed"), "--pipeline", slow.pipeline());
      Until.found(
          "the guest's script",
          Duration.ofMinutes(1),
          () -> Optional.of("began").filter(f -> own.home().resolve(f).toFile().exists()));
      call.signal("TERM");

      assertThat(call.ended().status()).isEqualTo(143);
      own.holdsNothing();
      assertThat(own.cache().resolve("images").toFile().list((_, name) -> name.startsWith("b")))
          .isEmpty();
    }
  }
}
