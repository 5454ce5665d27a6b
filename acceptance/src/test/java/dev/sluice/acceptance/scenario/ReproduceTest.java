package dev.sluice.acceptance.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A past run is made again, and its machine looked at. */
@Tag("vm")
class ReproduceTest {
  private final Desk desk = Desk.open();
  private final Example example = Example.copyOn(desk);

  @AfterEach
  void close() {
    desk.close();
  }

  @Test
  void theMachineOfAFailedRunIsHeldForSomebodyAndThenGone() {
    Ended failed =
        desk.prove(example.channel("291-bad"), example.pipeline(), "--only", "sensor-7.16");
    assertThat(failed.status()).as(failed.out()).isEqualTo(1);
    String run = desk.sluice("runs", "--json").json().at("/runs/0/id").asString();

    // Nothing is typed here: the end of input ends the visit.
    Ended held = desk.sluice("run", "reproduce", run, "--shell");

    assertThat(held.status()).as(held.err()).isZero();
    assertThat(held.sentences())
        .contains("▲ boots: the machine works but channel 291 is not in force")
        .contains("console| init: starting sensor.ko")
        .contains("The machine is on.");
    desk.holdsNothing();
  }
}
