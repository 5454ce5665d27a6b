package dev.sluice.acceptance.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** KVM is believed after a whole boot, once per boot of the host. */
@Tag("vm")
class AcceleratorTest {
  private static final String PROGRAM = "qemu-system-x86_64";
  private static final Path DEVICE = Path.of("/dev/kvm");

  private final Desk desk = Desk.withOwnCache();
  private final Example example = Example.copyOn(desk).onlySensor("7.16").on(GuestFiles.original());

  @AfterEach
  void close() {
    desk.close();
  }

  /** Notes every use of KVM, and is the real one for all else. */
  private void emulator(String onKvm) throws IOException {
    Path folder = Files.createDirectory(desk.home().resolve("programs"));
    Example.program(
        folder.resolve(PROGRAM),
        "case \" $* \" in *' -accel kvm '*) echo kvm >> \"$HOME/probed\"; " + onKvm + " ;; esac",
        "exec /usr/bin/" + PROGRAM + " \"$@\"");
    desk.before(folder);
  }

  /** A verdict comes of machines that work; that of a bad channel comes soonest. */
  private void judges() {
    Ended ended = desk.prove(example.channel("291-bad"), example.pipeline(), "--json");
    assertThat(ended.status()).as(ended.out() + ended.err()).isEqualTo(1);
    assertThat(Result.of(ended).cause()).contains("in force");
  }

  @Test
  void aProbeThatFailsIsRememberedAndTheProveGoesOnWithoutKvm() throws IOException {
    assumeTrue(Files.isReadable(DEVICE) && Files.isWritable(DEVICE), "no /dev/kvm here");
    emulator("echo 'ioctl failed' >&2; exit 1");

    judges();
    judges();

    assertThat(desk.home().resolve("probed")).content().isEqualTo("kvm\n");
    assertThat(desk.cache().resolve("accelerator")).content().endsWith(" tcg\n");
  }

  @Test
  void whatIsRememberedIsUsedWithoutAProbe() throws IOException {
    emulator("exit 1");
    desk.rememberTcg(desk.home().resolve("programs").resolve(PROGRAM));

    judges();

    assertThat(desk.home().resolve("probed")).doesNotExist();
  }
}
