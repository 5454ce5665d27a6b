package dev.sluice.acceptance.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.acceptance.scenario.OwnGuest.Kind;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Machines that a user brings: disks by BIOS and UEFI, of both architectures. */
@Tag("vm")
class OwnImageTest {
  private final Desk desk = Desk.withOwnCache();

  @AfterEach
  void close() {
    desk.close();
  }

  @Test
  void aSmallArm64MachinePassesTheGoodStopsThePanicAndTellsAReboot() {
    OwnGuest guest = OwnGuest.on(desk, Kind.ARM64_MICRO);
    passes(guest);
    stops(guest, "boots");
    tellsAReboot(guest);
  }

  @Tag("long")
  @ParameterizedTest
  @EnumSource(names = {"BIOS", "UEFI", "ARM64_UEFI"})
  void aDiskOfTheirOwnPassesTheGoodStopsThePanicAndTellsAReboot(Kind kind) {
    OwnGuest guest = OwnGuest.on(desk, kind);
    passes(guest);
    stops(guest, "updates");
    tellsAReboot(guest);
  }

  private static void passes(OwnGuest guest) {
    Ended ended = guest.prove("rules-2");
    assertThat(ended.status()).as(ended.out() + ended.err()).isZero();
    assertThat(Result.of(ended).onlyRun().path("proof").asString("")).isNotEmpty();
  }

  private static void stops(OwnGuest guest, String check) {
    Ended ended = guest.prove("rules-2-panic");
    assertThat(ended.status()).as(ended.out() + ended.err()).isEqualTo(1);
    assertThat(Result.of(ended).lastCheck()).isEqualTo(check + " failed");
    assertThat(Result.of(ended).cause()).contains("the kernel panicked").contains("with rules 1");
  }

  @Tag("long")
  @Test
  void whatTheDisplayShowedInTheEndCanBeLookedAt() throws IOException {
    stops(OwnGuest.on(desk, Kind.BIOS), "updates");
    String id = desk.sluice("runs", "--json").json().path("runs").path(0).path("id").asString();
    Path picture = desk.home().resolve("display.png");

    Ended ended = desk.sluice("run", "screenshot", id, "--out", picture.toString());

    assertThat(ended.status()).as(ended.err()).isZero();
    BufferedImage display = ImageIO.read(picture.toFile());
    assertThat(display.getWidth()).isGreaterThanOrEqualTo(640);
    assertThat(display.getHeight()).isGreaterThanOrEqualTo(400);
    long lit =
        IntStream.range(0, display.getWidth() * display.getHeight())
            .map(i -> display.getRGB(i % display.getWidth(), i / display.getWidth()))
            .filter(colour -> (colour & 0xffffff) != 0)
            .count();
    assertThat(lit).as("lit pixels of text").isGreaterThan(1000);
  }

  /** It goes down while a file is scanned, and is back before anybody asks again. */
  private static void tellsAReboot(OwnGuest guest) {
    Ended ended = guest.prove("rules-2-reboot");
    assertThat(ended.status()).as(ended.out() + ended.err()).isEqualTo(1);
    assertThat(Result.of(ended).lastCheck()).isEqualTo("catches failed");
    assertThat(Result.of(ended).cause()).contains("rebooted by itself");
  }

  private void couldNotTell(OwnGuest guest, String... why) {
    Ended ended = guest.prove("rules-2");
    assertThat(ended.status()).as(ended.out() + ended.err()).isEqualTo(3);
    assertThat(Result.of(ended).result()).isEqualTo("could-not-tell");
    assertThat(Result.of(ended).cause()).contains(why);
    assertThat(Trees.files(desk.home(), ".proof.json")).isEmpty();
  }

  private static Path disk(OwnGuest guest) {
    return guest.image().resolve("disk.qcow2");
  }

  private void qemuImg(String... words) {
    Ended ended = desk.start(List.of(words)).ended();
    assertThat(ended.status()).as(ended.err()).isZero();
  }

  /** With a table of its own that points beyond the file, as after a copy that broke off. */
  @Test
  void aDamagedDiskIsNamed() throws IOException {
    OwnGuest guest = OwnGuest.without(desk, Kind.BIOS);
    String disk = disk(guest).toString();
    qemuImg("qemu-img", "create", "-q", "-f", "qcow2", disk, "64M");
    qemuImg("qemu-io", "-c", "write 0 1M", disk);
    try (var content = new RandomAccessFile(disk, "rw")) {
      content.setLength(content.length() / 2);
    }
    couldNotTell(guest, "image/disk.qcow2 is damaged");
  }

  @Test
  void whatIsNoDiskIsNamed() throws IOException {
    OwnGuest guest = OwnGuest.without(desk, Kind.BIOS);
    Files.writeString(disk(guest), "404 not found\n".repeat(1000));
    couldNotTell(guest, "image/disk.qcow2 is neither a qcow2 image nor a raw disk");
  }

  @Test
  void aMissingDiskIsNamed() {
    couldNotTell(OwnGuest.without(desk, Kind.BIOS), "there is no disk image", "disk.qcow2");
  }

  @Test
  void aDiskThatAnotherProgramWritesToIsInUse() {
    OwnGuest guest = OwnGuest.without(desk, Kind.BIOS);
    String disk = disk(guest).toString();
    qemuImg("qemu-img", "create", "-q", "-f", "qcow2", disk, "64M");
    Call other = desk.start(List.of("qemu-io", "-c", "write 0 64k", "-c", "sleep 200000", disk));
    Until.found(
        "another program with the disk open",
        Duration.ofMinutes(1),
        () ->
            Optional.of(desk.start(List.of("qemu-img", "info", disk)).ended())
                .filter(info -> info.err().contains("lock")));
    couldNotTell(guest, "image/disk.qcow2 is in use", "end that first");
    other.signal("KILL");
    other.ended();
  }

  @Tag("long")
  @Test
  void aDiskWithoutAnyChannelIsNoCandidatesFault() {
    OwnGuest guest = OwnGuest.on(desk, Kind.BIOS, "mute").environment("deadline: 40 s");
    couldNotTell(guest, "channel");
  }
}
