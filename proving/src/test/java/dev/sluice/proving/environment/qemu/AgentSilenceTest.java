package dev.sluice.proving.environment.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.proving.environment.Death;
import dev.sluice.proving.environment.RunningMachine;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Machines whose guest agent never answers or falls silent, and how soon that is told. */
class AgentSilenceTest extends WithStandInAgent {
  @Test
  void noAgentAnywhereIsSilence() throws Exception {
    QemuBoot boot = boot("forever", SHORT, false);

    assertThat(death(boot.awaitReady()).kind()).isEqualTo(Death.Kind.SILENT);
  }

  /** Its echo shows that the machine lives: it is the channel that does not. */
  @Test
  void noAgentOnAMachineWhoseConsoleEchoesIsASilentChannel() throws Exception {
    QemuBoot boot = boot("while (<STDIN>) { print \"\\nguest login: \" }", SHORT, true);

    assertThat(death(boot.awaitReady()).kind()).isEqualTo(Death.Kind.CHANNEL_SILENT);
  }

  @Test
  void aLoginPromptWithoutAnAgentIsToldWellBeforeTheDeadline() throws Exception {
    QemuBoot boot = boot("print \"Debian\\n\\nguest login: \"; forever", LONG, true);

    Death death = death(boot.awaitReady());

    assertThat(death.kind()).isEqualTo(Death.Kind.CHANNEL_SILENT);
    assertThat(death.sinceStart()).isLessThan(LONG.dividedBy(2));
  }

  @Test
  void aRescueShellIsToldAtOnce() throws Exception {
    QemuBoot boot =
        boot(
            "print \"No init found. Try passing init= bootarg.\\n(initramfs) \"; forever",
            Duration.ofMinutes(5),
            true);

    Death death = death(boot.awaitReady());

    assertThat(death.kind()).isEqualTo(Death.Kind.STRANDED);
    assertThat(death.detail()).isEqualTo("there is no init program on its root disk");
    assertThat(death.sinceStart()).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void anAgentThatIsStartedAnewDuringACommandIsASilentChannel() throws Exception {
    QemuBoot boot =
        ready(
            """
            $hook{'guest-exec-status'} = sub {
              say_ qq({"error": {"class": "GenericError", "desc": "PID 101 does not exist"}, "id": $_[0]}) };
            serve""",
            LONG);

    Death death = death(boot.run("true", LIMIT));

    assertThat(death.kind()).isEqualTo(Death.Kind.CHANNEL_SILENT);
    assertThat(death.detail()).isEqualTo("the guest agent was started anew during a command");
  }

  @Test
  void aGuestThatRebootsDuringACommandIsToldAtOnce() throws Exception {
    QemuBoot boot =
        ready(
            """
            $hook{'guest-exec-status'} = sub {
              event('SHUTDOWN', '{"guest": true, "reason": "guest-reset"}'); exit 0 };
            serve""",
            Duration.ofMinutes(5));

    assertThat(death(boot.run("reboot", LIMIT)).kind()).isEqualTo(Death.Kind.REBOOTED);
  }

  @Test
  void anAgentThatFallsSilentMeetsTheDeadline() throws Exception {
    QemuBoot boot =
        ready("$hook{'guest-exec-status'} = sub { forever }; serve", Duration.ofSeconds(2));

    assertThat(death(boot.run("true", LIMIT)).kind()).isEqualTo(Death.Kind.SILENT);
  }

  /** Its port was closed by somebody in the guest, so the guest lives. */
  @Test
  void anAgentThatEndsDuringACommandIsASilentChannel() throws Exception {
    QemuBoot boot =
        boot(
            """
            event('VSERPORT_CHANGE', '{"open": true, "id": "agent"}');
            $hook{'guest-exec-status'} = sub {
              event('VSERPORT_CHANGE', '{"open": false, "id": "agent"}'); forever };
            serve""",
            LONG,
            true);
    assertThat(boot.awaitReady()).isInstanceOf(RunningMachine.Ready.class);

    assertThat(death(boot.run("true", LIMIT)).kind()).isEqualTo(Death.Kind.CHANNEL_SILENT);
  }
}
