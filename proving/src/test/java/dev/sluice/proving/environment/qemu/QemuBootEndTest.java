package dev.sluice.proving.environment.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.proving.environment.Death;
import dev.sluice.proving.environment.RunningMachine;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The end of a boot, in order or not, and guests that flood what is listened to. */
@Timeout(30)
class QemuBootEndTest extends StandInBoots {
  // Switching off

  @Test
  void aMachineThatShutsDownIsOff() throws Exception {
    QemuBoot boot = boot("ready; asked; event 'SHUTDOWN', 'guest-shutdown'; exit 0");
    boot.awaitReady();

    assertThat(boot.powerOff()).isEqualTo(new RunningMachine.Off());
    assertThat(processes.getFirst().isAlive()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "event 'SHUTDOWN' => 'guest-reset', REBOOTED",
    "event 'GUEST_PANICKED' => '', PANICKED",
    "kill 'KILL' => $$, EMULATOR_ENDED"
  })
  void aShutdownThatGoesWrongIsADeath(String perl, Death.Kind kind) throws Exception {
    QemuBoot boot = boot("ready; asked; " + perl + "; event 'SHUTDOWN', 'guest-shutdown'; exit 0");
    boot.awaitReady();

    assertThat(death(boot.powerOff()).kind()).isEqualTo(kind);
  }

  @Test
  void aMachineThatDoesNotSwitchOffIsSilent() throws Exception {
    QemuBoot boot = boot("ready; asked; forever", SHORT);
    boot.awaitReady();

    assertThat(death(boot.powerOff()).kind()).isEqualTo(Death.Kind.SILENT);
  }

  // Floods

  @Test
  void aHundredMegabytesOfConsoleAreKeptWithinAMebibyte() throws Exception {
    QemuBoot boot =
        boot(
            "print 'first words'; print \"x\" x 99999, \"\\n\" for 1 .. 1000; ready;"
                + " print 'last words'; forever",
            LONG);

    assertThat(boot.awaitReady()).isInstanceOf(RunningMachine.Ready.class);
    boot.close();
    assertThat(boot.console())
        .startsWith("first words")
        .contains(" bytes not kept ")
        .hasSizeLessThan(ConsoleWatch.BOUND + 100);
  }

  @Test
  void aConsoleThatNeverStopsMeetsTheDeadline() throws Exception {
    QemuBoot boot = boot("while (1) { print \"flood \" x 10000 }", AT_ONCE);

    assertThat(death(boot.awaitReady()).kind()).isEqualTo(Death.Kind.SILENT);
    assertThat(boot.console()).hasSizeLessThan(ConsoleWatch.BOUND + 100);
  }

  @ParameterizedTest
  @ValueSource(strings = {"channel", "qmp"})
  void aLineWithoutEndMeetsTheDeadline(String socket) throws Exception {
    QemuBoot boot = boot("while (1) { print $" + socket + " 'x' x 100000 or forever }", AT_ONCE);

    assertThat(death(boot.awaitReady()).kind()).isEqualTo(Death.Kind.SILENT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"channel", "qmp"})
  void linesWithoutEndMeetTheDeadline(String socket) throws Exception {
    QemuBoot boot =
        boot(
            "while (1) { print $" + socket + " \"{\\\"event\\\": \\n\" x 1000 or forever }",
            AT_ONCE);

    assertThat(death(boot.awaitReady()).kind()).isEqualTo(Death.Kind.SILENT);
    assertThat(boot.channelLog().length() + boot.qmpLog().length()).isLessThan(3 << 20);
  }

  @Test
  void nonsenseOnQmpIsPassedOver() throws Exception {
    QemuBoot boot =
        boot("print $qmp \"\\x00\\xff{}[]\\n{\\n\", 'x' x 200000, \"\\n\"; ready; forever");

    assertThat(boot.awaitReady()).isInstanceOf(RunningMachine.Ready.class);
  }

  // Closing

  @Test
  void closingEndsTheProcessAndKeepsWhatItSaid() throws Exception {
    QemuBoot boot = boot("print \"console\\n\"; ready; forever");
    boot.awaitReady();

    boot.close();
    boot.close();

    assertThat(processes.getFirst().isAlive()).isFalse();
    assertThat(ended).containsExactly(boot);
    assertThat(boot.console()).isEqualTo("console\n");
    assertThat(boot.channelLog()).contains("< sluice-guest 1 ready 1.23");
    assertThat(boot.qmpLog()).isEmpty();
  }

  /** What was printed before the end is evidence, however late it is read. */
  @Test
  void nothingThatWasPrintedIsLostByClosing() throws Exception {
    for (int i = 0; i < 20; i++) {
      QemuBoot boot = boot("print 'x' x 60000, \"end\\n\"; ready; forever");
      boot.awaitReady();

      boot.close();

      assertThat(boot.console()).endsWith("end\n").hasSize(60_004);
    }
  }

  @Test
  void anInterruptGivesUpWaiting() throws Exception {
    QemuBoot boot = boot("forever", Duration.ofMinutes(5));
    Thread.currentThread().interrupt();

    assertThatExceptionOfType(InterruptedException.class).isThrownBy(boot::awaitReady);
  }
}
