package dev.sluice.acceptance.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * A machine that Sluice did not make and cannot emulate: a real OpenSSH in a Debian that the
 * owner's commands power and restore. That they call QEMU is their secret.
 */
@Tag("vm")
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OwnMachineTest {
  /**
   * Five boots of a whole Debian by a BIOS; the machine that is made at first is a download too.
   */
  private static final Duration LIMIT = Duration.ofMinutes(20);

  private final Desk desk = Desk.open();
  private final Example example = Example.copyOf("own-machine", desk);

  @BeforeAll
  void makeTheMachine() throws IOException {
    Path made = Desk.ownersCache().resolve("downloads/own-machine-" + version());
    desk.with("OWN_MACHINE", Files.createDirectories(made).toString());
    // Another test class makes the same machine.
    Ended ended =
        desk.start(List.of("flock", made + ".lock", example.file("machine/make.sh").toString()))
            .endedWithin(LIMIT);
    assertThat(ended.status()).as(ended.out() + ended.err()).isZero();
    Path build = Files.createDirectory(example.file("build"));
    Files.copy(made.resolve("identity"), build.resolve("identity"));
    for (String large : List.of("base.qcow2", "vmlinuz")) {
      Files.createSymbolicLink(build.resolve(large), made.resolve(large));
    }
    String port = Integer.toString(freePort());
    String key = Files.readString(made.resolve("host.pub")).replaceFirst("^(\\S+ \\S+).*", "$1");
    Files.writeString(build.resolve("known_hosts"), "[127.0.0.1]:" + port + " " + key);
    desk.with("OWN_MACHINE_PORT", port);
    desk.with("OWN_MACHINE", build.toString());
    example.inPipeline("port: 2207", "port: " + port);
    // Under an address that is new each time no boot was measured; a busy host takes minutes for
    // one.
    example.inPipeline("    driver: machine\n", "    driver: machine\n    deadline: 5 m\n");
  }

  @AfterAll
  void close() {
    desk.close();
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Another script makes another machine. */
  private String version() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String file : List.of("machine/make.sh", "machine/linectl")) {
        digest.update(Files.readAllBytes(example.file(file)));
      }
      return HexFormat.of().formatHex(digest.digest(), 0, 8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private Ended prove(String words) {
    return desk.startSluice(
            "prove",
            "words",
            "2",
            example.file("words/" + words).toString(),
            "--json",
            "--pipeline",
            example.pipeline(),
            "--out",
            desk.home().resolve("out").toString())
        .endedWithin(LIMIT);
  }

  private void isOff() {
    assertThat(example.file("build/pid")).doesNotExist();
    desk.holdsNothing();
  }

  @Test
  void itPassesTheGoodAndStopsTheBad() {
    Ended good = prove("2.txt");
    assertThat(good.status()).as(good.out() + good.err()).isZero();
    assertThat(Result.of(good).checks()).contains("updates passed", "survives-reboot passed");
    isOff();

    Ended bad = prove("2-finds-all.txt");
    assertThat(bad.status()).as(bad.out() + bad.err()).isEqualTo(1);
    assertThat(Result.of(bad).lastCheck()).isEqualTo("leaves-alone failed");
    assertThat(Result.of(bad).cause()).contains("with words 1");
    isOff();
  }

  @Test
  void aRestoreThatLiesIsFoundOut() {
    example.program(
        "machine/lies.sh",
        "cd \"$OWN_MACHINE\" && [ -e disk.qcow2 ] || exec \"$OLDPWD/machine/restore.sh\"");
    example.inPipeline("restore: [machine/restore.sh]", "restore: [machine/lies.sh]");
    // The first run on a disk that is what it should be, the control run on what that left.
    Ended ended = prove("2-finds-nothing.txt");
    example.inPipeline("restore: [machine/lies.sh]", "restore: [machine/restore.sh]");

    assertThat(ended.status()).as(ended.out() + ended.err()).isEqualTo(3);
    assertThat(Result.of(ended).cause()).contains("restore");
    isOff();
  }

  @Test
  void anotherMachineUnderItsAddressIsNotBelieved() throws IOException {
    Path pinned = example.file("build/known_hosts");
    String own = Files.readString(pinned);
    Ended made =
        desk.start(
                List.of(
                    "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", desk.home() + "/other"))
            .ended();
    assertThat(made.status()).as(made.err()).isZero();
    String other = Files.readString(desk.home().resolve("other.pub"));
    Files.writeString(pinned, own.substring(0, own.indexOf(' ') + 1) + other);
    Ended ended = prove("2.txt");
    Files.writeString(pinned, own);

    assertThat(ended.status()).as(ended.out() + ended.err()).isEqualTo(3);
    assertThat(Result.of(ended).cause()).contains("host key");
    isOff();
  }
}
