package dev.sluice.proving.environment.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.proving.environment.Death;
import dev.sluice.proving.environment.EnvironmentException;
import dev.sluice.proving.environment.RunningMachine;
import dev.sluice.proving.environment.RunningMachine.Exited;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Booting, and commands, against a stand-in for QEMU. */
@Timeout(30)
class QemuBootTest extends StandInBoots {
  // Booting

  @Test
  void aMachineThatAnswersIsReadyAndItsTimeIsMeasured() throws Exception {
    QemuBoot boot = boot("ready; forever");

    assertThat(boot.awaitReady()).isInstanceOf(RunningMachine.Ready.class);
    assertThat(booted).hasSize(1);
    assertThat(booted.getFirst()).isPositive().isLessThan(LONG);
  }

  @Test
  void aMachineThatConnectsAndStaysSilentIsSilent() throws Exception {
    QemuBoot boot = boot("forever", AT_ONCE);

    assertThat(death(boot.awaitReady()).kind()).isEqualTo(Death.Kind.SILENT);
    assertThat(booted).isEmpty();
    assertThat(processes.getFirst().isAlive()).isFalse();
  }

  @Test
  void aMachineThatNeverEvenConnectsIsSilent() throws Exception {
    QemuBoot boot =
        boot(
            folder.resolve("q"), folder.resolve("c"), AT_ONCE, new ProcessBuilder("sleep", "1000"));

    assertThat(death(boot.awaitReady()).kind()).isEqualTo(Death.Kind.SILENT);
  }

  @Test
  void anEmulatorThatEndsIsNamedWithItsLastWords() throws Exception {
    QemuBoot boot = boot("print STDERR \"warning\\nqemu: could not open disk\\n\"; exit 3");

    assertThat(death(boot.awaitReady()))
        .satisfies(
            death -> {
              assertThat(death.kind()).isEqualTo(Death.Kind.EMULATOR_ENDED);
              assertThat(death.detail())
                  .isEqualTo("qemu ended with status 3: qemu: could not open disk");
            });
  }

  @Test
  void anEmulatorThatIsKilledIsInfrastructure() throws Exception {
    QemuBoot boot = boot("ready; kill 'KILL', $$");
    boot.awaitReady();

    assertThat(death(boot.run("true", LIMIT)).isInfrastructure()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "guest-panic, PANICKED",
    "guest-reset, REBOOTED",
    "guest-shutdown, POWERED_OFF",
    "host-signal, EMULATOR_ENDED",
    "host-qmp-quit, EMULATOR_ENDED",
    "some-new-word, EMULATOR_ENDED"
  })
  void whatQemuSaysOfTheEndIsBelieved(String reason, Death.Kind kind) throws Exception {
    QemuBoot boot = boot("event 'SHUTDOWN', '" + reason + "'; exit 0");

    assertThat(death(boot.awaitReady()).kind()).isEqualTo(kind);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "event 'GUEST_PANICKED', ''; event 'SHUTDOWN', 'guest-reset'; exit 0",
        "event 'GUEST_PANICKED', ''; event 'SHUTDOWN', 'host-signal'; exit 0",
        "event 'GUEST_PANICKED', ''; exit 1",
        "event 'GUEST_PANICKED', ''; kill 'KILL', $$"
      })
  void aPanicIsAPanicHoweverTheEmulatorEnds(String perl) throws Exception {
    QemuBoot boot = boot(perl);

    assertThat(death(boot.awaitReady()).kind()).isEqualTo(Death.Kind.PANICKED);
  }

  @Test
  void aMachineThatDiesAfterItAnsweredIsDeadAtTheNextQuestion() throws Exception {
    QemuBoot boot = boot("ready; asked; event 'SHUTDOWN', 'guest-reset'; exit 0");
    boot.awaitReady();

    assertThat(death(boot.run("true", LIMIT)).kind()).isEqualTo(Death.Kind.REBOOTED);
  }

  @Test
  void onceDeadItStaysDeadWithTheSameCause() throws Exception {
    QemuBoot boot = boot("event 'SHUTDOWN', 'guest-reset'; exit 0");
    Death death = death(boot.awaitReady());

    assertThat(death(boot.awaitReady())).isEqualTo(death);
    assertThat(death(boot.run("true", LIMIT))).isEqualTo(death);
    assertThat(death(boot.powerOff())).isEqualTo(death);
  }

  @Test
  void whatTheConsoleSaidLastIsThereWhenTheDeathIsKnown() throws Exception {
    QemuBoot boot =
        boot(
            "print \"x\" x 300000, \"\\nKernel panic - not syncing: last words\\n\";"
                + " event 'GUEST_PANICKED', ''; event 'SHUTDOWN', 'guest-panic'; exit 0",
            Duration.ofMinutes(1));
    boot.awaitReady();

    assertThat(boot.console()).endsWith("Kernel panic - not syncing: last words\n");
  }

  // Commands

  @Test
  void aCommandsStatusOutputAndTimeComeBack() throws Exception {
    QemuBoot boot =
        boot(
            "ready; my $id = asked; print $channel \"done $id 3 10.00 10.25 "
                + coded("said\nthis ü")
                + "\\n\"; forever");
    boot.awaitReady();

    assertThat(boot.run("true", LIMIT))
        .isEqualTo(new Exited(3, "said\nthis ü", Duration.ofMillis(250)));
  }

  @Test
  void theScriptArrivesAsItWasWritten() throws Exception {
    QemuBoot boot =
        boot(
            "ready; my $line = <$channel>; chomp $line; my @w = split / /, $line;"
                + " print $channel \"done $w[1] $w[2] 1 2 $w[3]\\n\"; forever");
    boot.awaitReady();
    String script = "echo 'it''s'\ncat <<E\n$x ü\nE\n";

    assertThat(boot.run(script, Duration.ofMillis(4001)))
        .isEqualTo(new Exited(5, script, Duration.ofSeconds(1)));
  }

  @Test
  void aCommandWithoutOutputHasNone() throws Exception {
    QemuBoot boot = boot("ready; my $id = asked; print $channel \"done $id 0 1 1 -\\n\"; forever");
    boot.awaitReady();

    assertThat(boot.run("true", LIMIT)).isEqualTo(new Exited(0, "", Duration.ZERO));
  }

  @Test
  void answersToEarlierQuestionsArePassedOver() throws Exception {
    QemuBoot boot =
        boot(
            "ready; my $id = asked; print $channel \"error no\\ndone 0 9 1 1 -\\nsynced 7\\n"
                + "done 11 9 1 1 -\\ndone $id 0 1 1 -\\n\"; forever");
    boot.awaitReady();

    assertThat(boot.run("true", LIMIT)).isEqualTo(new Exited(0, "", Duration.ZERO));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "done $id",
        "done $id 0",
        "done $id 0 1 1",
        "done $id 0 1 1 - more",
        "done $id zero 1 1 -",
        "done $id 0 one 1 -",
        "done $id 0 1 1 not*base64",
        "done $id 99999999999 1 1 -"
      })
  void nonsenseIsNoVerdict(String answer) throws Exception {
    QemuBoot boot =
        boot("ready; my $id = asked; print $channel \"" + answer + "\\n\"; forever", SHORT);
    boot.awaitReady();

    // A word too few is like no answer at all.
    try {
      assertThat(death(boot.run("true", LIMIT)).kind()).isEqualTo(Death.Kind.SILENT);
    } catch (EnvironmentException e) {
      assertThat(e).hasMessageStartingWith("the guest channel answered ");
    }
  }

  @Test
  void aCommandThatIsNeverAnsweredIsSilence() throws Exception {
    QemuBoot boot = boot("ready; asked; forever", SHORT);
    boot.awaitReady();
    long from = System.nanoTime();

    assertThat(death(boot.run("true", LIMIT)).kind()).isEqualTo(Death.Kind.SILENT);
    assertThat(Duration.ofNanos(System.nanoTime() - from))
        .isBetween(Duration.ofMillis(1900), Duration.ofSeconds(10));
  }

  @Test
  void aGuestThatReadsNothingMeetsTheDeadlineHoweverLongTheScript() throws Exception {
    QemuBoot boot = boot("ready; forever", SHORT);
    boot.awaitReady();

    assertThat(death(boot.run("# ".repeat(4_000_000), LIMIT)).kind()).isEqualTo(Death.Kind.SILENT);
  }
}
