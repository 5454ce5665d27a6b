package dev.sluice.acceptance.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.acceptance.scenario.OwnGuest.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A prover that is killed with machines up leaves no process, no file and nothing locked. */
@Tag("vm")
@Tag("long")
class KilledTest {
  private static final Duration LIMIT = Duration.ofMinutes(3);

  @Test
  void fourSmallMachinesEndWithTheirProver() {
    // Three releases of the sensor and a control run.
    try (Desk desk = Desk.open().with("JAVA_TOOL_OPTIONS", "-XX:ActiveProcessorCount=4")) {
      Example example = Example.copyOn(desk);
      String[] words = {
        "prove", "channel", "291", example.channel("291-fixed"), "--pipeline", example.pipeline()
      };
      Call call = desk.startSluice(words);
      emulators(desk, 4);

      call.signal("KILL");
      call.ended();

      desk.holdsNothing();
      assertThat(desk.home().resolve("out").toFile().list()).isNullOrEmpty();
      Ended next = desk.sluice(words);
      assertThat(next.status()).as(next.out() + next.err()).isZero();
    }
  }

  @Test
  void aWholeMachineEndsWithItsProverAndItsDiskIsFree() {
    try (Desk desk = Desk.withOwnCache()) {
      OwnGuest guest = OwnGuest.on(desk, Kind.BIOS);
      Call call = guest.startProve("rules-2");
      emulators(desk, 1); // which makes the warm state
      call.signal("KILL");
      call.ended();
      desk.holdsNothing();

      // A lock that forbids others to write would show here.
      String disk = guest.image().resolve("disk.qcow2").toString();
      Ended written = desk.start(List.of("qemu-io", "-c", "read 0 64k", disk)).ended();
      assertThat(written.status()).as(written.err()).isZero();
      Ended next = guest.prove("rules-2");
      assertThat(next.status()).as(next.out() + next.err()).isZero();
    }
  }

  private static void emulators(Desk desk, int count) {
    Until.found(
        count + " machines up",
        LIMIT,
        () ->
            Optional.of(desk.processes())
                .filter(
                    all ->
                        all.stream().filter(p -> p.contains("qemu-system-x86_64 -M")).count()
                            >= count));
  }
}
