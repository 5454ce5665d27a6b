package dev.sluice.proving.environment.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines as QEMU 7.2 prints them, and lines that it should not. */
class QmpTest {
  private static final String PANICKED =
      "{\"timestamp\": {\"seconds\": 1795455127, \"microseconds\": 48522}, \"event\":"
          + " \"GUEST_PANICKED\", \"data\": {\"action\": \"pause\"}}";

  private static String shutdown(String reason) {
    return "{\"timestamp\": {\"seconds\": 1795455127, \"microseconds\": 48522}, \"event\":"
        + " \"SHUTDOWN\", \"data\": {\"guest\": true, \"reason\": \""
        + reason
        + "\"}}";
  }

  @Test
  void aPanicIsHeard() {
    assertThat(Qmp.signalOf(PANICKED)).isEqualTo(new Signal.Panicked());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "guest-shutdown",
        "guest-reset",
        "guest-panic",
        "host-signal",
        "host-qmp-quit",
        "new-word"
      })
  void aShutdownIsHeardWithItsReason(String reason) {
    assertThat(Qmp.signalOf(shutdown(reason))).isEqualTo(new Signal.Shutdown(reason));
  }

  @Test
  void aPortThatOpensOrClosesInTheGuestIsHeard() {
    assertThat(
            Qmp.signalOf(
                "{\"event\": \"VSERPORT_CHANGE\", \"data\": {\"open\": true, \"id\": \"agent\"}}"))
        .isEqualTo(new Signal.PortChange("agent", true));
  }

  @Test
  void howAMigrationGoesIsHeard() {
    assertThat(Qmp.signalOf("{\"event\": \"MIGRATION\", \"data\": {\"status\": \"completed\"}}"))
        .isEqualTo(new Signal.Migration("completed"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"event\": \"SHUTDOWN\"}",
        "{\"event\": \"SHUTDOWN\", \"data\": {}}",
        "{\"event\": \"SHUTDOWN\", \"data\": {\"reason\": null}}",
        "{\"event\": \"SHUTDOWN\", \"data\": [\"guest-reset\"]}"
      })
  void aShutdownWithoutAReasonIsStillAShutdown(String line) {
    assertThat(Qmp.signalOf(line)).isEqualTo(new Signal.Shutdown("unknown"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "\"event\"",
        "{\"event\": ",
        "{\"event\": 5}",
        "{\"event\": null}",
        "{\"event\": {\"event\": \"SHUTDOWN\"}}",
        "[\"event\", \"SHUTDOWN\"]",
        "\"event\" GUEST_PANICKED",
        "{\"QMP\": {\"version\": {\"qemu\": {\"micro\": 22, \"minor\": 2, \"major\": 7}}}}",
        "{\"return\": {}}",
        "{\"return\": {\"event\": \"x\"}}",
        "{\"event\": \"RESET\", \"data\": {\"guest\": true, \"reason\": \"guest-reset\"}}",
        "{\"event\": \"STOP\"}",
        "{\"event\": \"POWERDOWN\"}",
        "{\"event\": \"guest_panicked\"}",
        "{\"error\": {\"class\": \"GenericError\", \"desc\": \"event SHUTDOWN\"}}"
      })
  void everythingElseDecidesNothing(String line) {
    assertThat(Qmp.signalOf(line)).isNull();
  }

  @Test
  void nestingWithoutEndDoesNoHarm() {
    assertThat(Qmp.signalOf("{\"event\": " + "[".repeat(60_000))).isNull();
  }

  @Test
  void aDamagedLineNeverBreaksTheListener() {
    Random random = new Random(29);
    for (int i = 0; i < 2000; i++) {
      char[] line = shutdown("guest-reset").toCharArray();
      line[random.nextInt(line.length)] = (char) random.nextInt(0x80);
      Signal signal = Qmp.signalOf(new String(line));
      assertThat(signal == null || signal instanceof Signal.Shutdown).isTrue();
    }
  }
}
