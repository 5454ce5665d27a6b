package dev.sluice.proving.cause;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.proving.environment.Death;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DeathsTest {
  private static Cause cause(Death.Kind kind, String console) {
    return Deaths.cause(
        new Death(kind, Duration.ofMillis(21_340), "qemu ended with status 1"),
        console,
        "while booting");
  }

  @Test
  void aPanicIsToldByItsConsole() {
    assertThat(cause(Death.Kind.PANICKED, Consoles.INIT_KILLED))
        .extracting(Cause::code, Cause::what)
        .containsExactly(
            Cause.PANICKED,
            "the kernel panicked 2.1 s into the boot"
                + " (Attempted to kill init! exitcode=0x00007f00) while booting");
  }

  @Test
  void whatWasLoadingSaysMoreThanWhatTheProverDid() {
    assertThat(cause(Death.Kind.PANICKED, Consoles.PAGE_FAULT_IN_MODULE).what())
        .endsWith("while sensor.ko was loading (page fault in evaluate)");
  }

  @Test
  void aTimerThatABusyHostDidNotTickIsTheHostsFault() {
    String console =
        """
        [    0.231000] ..MP-BIOS bug: 8254 timer not connected to IO-APIC
        [    0.790000] Kernel panic - not syncing: IO-APIC + timer doesn't work!  Boot with apic=debug
        """;

    assertThat(cause(Death.Kind.PANICKED, console))
        .extracting(Cause::code, Cause::what)
        .containsExactly(
            Cause.INFRASTRUCTURE,
            "this host was too busy to let the machine run, and its kernel gave up while booting");
  }

  @Test
  void aPanicWithoutAConsoleIsStillAPanic() {
    assertThat(cause(Death.Kind.PANICKED, ""))
        .isEqualTo(
            new Cause(
                Cause.PANICKED,
                "the kernel panicked after 21.3 s while booting",
                java.util.List.of()));
  }

  @Test
  void aRebootAfterAPanicIsAPanic() {
    assertThat(cause(Death.Kind.REBOOTED, Consoles.PAGE_FAULT_IN_MODULE).code())
        .isEqualTo(Cause.PANICKED);
  }

  @Test
  void aRebootOutOfTheBlueIsAReboot() {
    assertThat(cause(Death.Kind.REBOOTED, Consoles.CLEAN_BOOT))
        .extracting(Cause::code, Cause::what)
        .containsExactly(
            Cause.REBOOTED, "the machine rebooted by itself after 21.3 s while booting");
  }

  @Test
  void aMachineThatSwitchesItselfOffSaysWhen() {
    assertThat(cause(Death.Kind.POWERED_OFF, "").what())
        .isEqualTo("the machine switched itself off after 21.3 s while booting");
  }

  @Test
  void silenceIsSilence() {
    assertThat(cause(Death.Kind.SILENT, Consoles.CLEAN_BOOT))
        .extracting(Cause::code, Cause::what)
        .containsExactly(Cause.SILENT, "the machine did not answer within 21.3 s while booting");
  }

  @Test
  void whatTheConsoleSaidBeforeTheSilenceIsAdded() {
    assertThat(cause(Death.Kind.SILENT, Consoles.SOFT_LOCKUP).what())
        .contains("did not answer within 21.3 s while booting; the kernel failed 28.0 s");
  }

  @Test
  void anApplicationThatEndsSaysHow() {
    assertThat(
            Deaths.cause(
                new Death(
                    Death.Kind.APPLICATION_ENDED,
                    Duration.ofMillis(300),
                    "status 139, segmentation fault"),
                "loading\n",
                "while booting"))
        .isEqualTo(
            new Cause(
                Cause.APPLICATION_ENDED,
                "the application ended by itself (status 139, segmentation fault) after 0.3 s"
                    + " while booting",
                java.util.List.of("loading")));
  }

  @Test
  void whatTookTooMuchSaysOfWhat() {
    assertThat(cause(Death.Kind.OVER_BOUND, ""))
        .extracting(Cause::code, Cause::what)
        .containsExactly(
            Cause.OVER_LIMIT,
            "it was stopped after 21.3 s while booting: qemu ended with status 1");
  }

  @Test
  void anEmulatorThatEndsIsInfrastructureWhateverTheConsoleSays() {
    assertThat(cause(Death.Kind.EMULATOR_ENDED, Consoles.PAGE_FAULT_IN_MODULE))
        .extracting(Cause::code, Cause::what)
        .containsExactly(
            Cause.INFRASTRUCTURE,
            "the virtual machine itself ended while booting: qemu ended with status 1");
  }

  @ParameterizedTest
  @EnumSource
  void withoutTroubleTheLastLinesAreShown(Death.Kind kind) {
    String console =
        IntStream.range(0, 100)
            .mapToObj(i -> "line " + i + "\u001b[0m\n\n")
            .reduce("", String::concat);

    assertThat(cause(kind, console).evidence())
        .containsExactly("line 96[0m", "line 97[0m", "line 98[0m", "line 99[0m");
  }
}
