package dev.sluice.proving.cause;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.proving.environment.Death;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Consoles as Debian 12's own initrd, systemd and firmware leave them. */
class StrandingTest {
  private static final String NO_INIT =
      """
      run-init: /sbin/init: No such file or directory\r
      Target filesystem doesn't have requested /sbin/init.\r
      run-init: /etc/init: No such file or directory\r
      run-init: /bin/init: No such file or directory\r
      run-init: /bin/sh: No such file or directory\r
      No init found. Try passing init= bootarg.\r
      (initramfs)\s""";

  private static final String NO_ROOT =
      """
      Gave up waiting for root file system device.  Common problems:\r
       - Boot args (cat /proc/cmdline)\r
      ALERT!  /dev/vdz does not exist.  Dropping to a shell!\r
      (initramfs)\s""";

  private static String what(String console) {
    return Stranding.find(console).orElseThrow().what();
  }

  @Test
  void aMissingInitProgramIsNamed() {
    assertThat(what(NO_INIT)).isEqualTo("there is no init program on its root disk");
  }

  @Test
  void theLinesThatShowItAreFewAndCleaned() {
    assertThat(Stranding.find(NO_INIT).orElseThrow().lines())
        .startsWith("run-init: /sbin/init: No such file or directory")
        .endsWith("(initramfs) ")
        .hasSizeLessThanOrEqualTo(5)
        .noneMatch(line -> line.contains("\r"));
  }

  @Test
  void aShellInPlaceOfInitIsAStop() {
    assertThat(
            what(
                """
                run-init: /sbin/init: No such file or directory
                Target filesystem doesn't have requested /sbin/init.
                /bin/sh: 0: can't access tty; job control turned off
                #\s"""))
        .isEqualTo("there is no init program on its root disk");
  }

  @Test
  void aRootDiskThatIsNotThereIsNamed() {
    assertThat(what(NO_ROOT)).isEqualTo("its root disk was not found");
  }

  @Test
  void emergencyModeIsAStop() {
    assertThat(
            what(
                """
                [DEPEND] Dependency failed for local-fs.target - Local File Systems.
                You are in emergency mode. After logging in, type "journalctl -xb" to view
                """))
        .isEqualTo("a file system could not be mounted");
    assertThat(what("You are in emergency mode. After logging in"))
        .isEqualTo("systemd went into emergency mode");
  }

  @Test
  void aFirmwareAndABootLoaderThatFindNothingAreStops() {
    assertThat(what("BdsDxe: No bootable option or device was found.\n"))
        .isEqualTo("its firmware found nothing to boot");
    assertThat(what("error: no such partition.\nEntering rescue mode...\ngrub rescue> "))
        .isEqualTo("its boot loader found no system");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "run-init: /sbin/init: No such file or directory",
        "Begin: Running /scripts/init-premount ... done.",
        "update-initramfs: Generating /boot/initrd.img (initramfs)",
        "Debian GNU/Linux 12 guest ttyS0\n\nguest login: ",
        "echo You are in emergency mode.",
        "[    5.1] systemd[1]: Reached target rescue.target"
      })
  void aConsoleThatMayGoOnIsNoStop(String console) {
    assertThat(Stranding.find(console)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Debian GNU/Linux 12 guest ttyS0\n\nguest login: ",
        "[  OK  ] Reached target multi-user.target - Multi-User System.",
        "[  OK  ] Reached target Multi-User System.",
        "root: clean, 7665/131072 files\nsluice: booted 31.08\n",
        "[   9.0] systemd[1]: Startup finished in 2.1s (kernel) + 6.9s (userspace)."
      })
  void aLoginPromptOrSystemdsWordShowThatItIsUp(String console) {
    assertThat(Stranding.isUp(console)).isTrue();
  }

  @Test
  void aSystemThatStartsIsNotUpYet() {
    assertThat(Stranding.isUp("[  OK  ] Reached target basic.target - Basic System.\n")).isFalse();
  }

  @Test
  void theSentenceSaysWhatWasFoundAndWhen() {
    Cause cause =
        Deaths.cause(
            new Death(Death.Kind.STRANDED, Duration.ofMillis(5200), ""), NO_INIT, "while booting");

    assertThat(cause.code()).isEqualTo(Cause.STRANDED);
    assertThat(cause.what())
        .isEqualTo(
            "the machine stopped on its way up after 5.2 s: there is no init program on its root"
                + " disk");
  }

  /** With {@code panic=} on its command line, Debian's initrd resets in place of the shell. */
  @Test
  void aResetInPlaceOfTheShellIsTheSame() {
    Cause cause =
        Deaths.cause(
            new Death(Death.Kind.REBOOTED, Duration.ofSeconds(4), "guest-reset"),
            NO_INIT.replace("(initramfs)", "Rebooting automatically due to panic= boot argument"),
            "while booting");

    assertThat(cause.code()).isEqualTo(Cause.STRANDED);
    assertThat(cause.what()).contains("there is no init program on its root disk");
  }
}
