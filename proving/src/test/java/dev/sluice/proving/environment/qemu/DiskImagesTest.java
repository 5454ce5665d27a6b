package dev.sluice.proving.environment.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.proving.environment.EnvironmentException;
import dev.sluice.proving.workplace.Workplace;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Users' disk images, good and bad, with the real qemu-img. */
@Timeout(60)
class DiskImagesTest {
  @TempDir private Path folder;
  private Workplace workplace;
  private DiskImages images;

  @BeforeEach
  void open() throws IOException {
    workplace = Workplace.open(folder.resolve("work"));
    images = new DiskImages(workplace);
  }

  @AfterEach
  void close() {
    workplace.close();
  }

  private static int run(String... words) throws Exception {
    return new ProcessBuilder(words)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  private Path raw() throws IOException {
    Path file = folder.resolve("disk.raw");
    try (var out = new RandomAccessFile(file.toFile(), "rw")) {
      out.setLength(1024 * 1024);
      out.seek(510);
      out.write(0x55);
      out.write(0xaa);
    }
    return file;
  }

  private Path qcow2() throws Exception {
    Path file = folder.resolve("disk.qcow2");
    assertThat(run("qemu-img", "convert", "-O", "qcow2", raw().toString(), file.toString()))
        .isZero();
    return file;
  }

  private void refused(Path file, String why) {
    assertThatExceptionOfType(EnvironmentException.class)
        .isThrownBy(() -> images.checked(file))
        .withMessageContaining(file.toString())
        .withMessageContaining(why);
  }

  @Test
  void theFormatIsReadFromTheFileAndNotFromItsName() throws Exception {
    Path misnamed = Files.move(qcow2(), folder.resolve("disk.img"));

    assertThat(images.checked(misnamed).format()).isEqualTo("qcow2");
    assertThat(images.checked(raw()).format()).isEqualTo("raw");
  }

  @Test
  void whatIsNoImageIsRefused() throws IOException {
    refused(folder.resolve("absent"), "there is no disk image");
    refused(Files.writeString(folder.resolve("text"), "hello"), "is neither a qcow2 image nor");
    refused(Files.write(folder.resolve("zeros"), new byte[4096]), "is neither a qcow2 image nor");
    refused(Files.createDirectory(folder.resolve("folder")), "there is no disk image");
  }

  @Test
  void aTruncatedImageIsRefused() throws Exception {
    Path image = qcow2();
    try (var cut = new RandomAccessFile(image.toFile(), "rw")) {
      cut.setLength(70_000);
    }

    refused(image, "");
  }

  @Test
  void aDamagedTableIsRefused() throws Exception {
    Path image = qcow2();
    try (var file = new RandomAccessFile(image.toFile(), "rw")) {
      file.seek(40); // where the header says that the table of tables begins
      long table = file.readLong();
      file.seek(table);
      file.writeLong(0x8000_0000_0dea_d000L);
    }

    refused(image, "is damaged");
  }

  @Test
  void anImageOverAnotherIsRefusedWithTheWayOut() throws Exception {
    Path base = qcow2();
    Path overlay = folder.resolve("overlay.qcow2");
    new DiskImages(workplace).overlay("o", new GuestImage.Disk(base, "qcow2"), overlay);

    refused(overlay, "needs another image, " + base);
    refused(overlay, "qemu-img convert");
  }

  @Test
  void anImageThatAnotherProgramWritesToIsInUse() throws Exception {
    Path image = qcow2();
    Process other =
        new ProcessBuilder("qemu-io", "-f", "qcow2", image.toString())
            .redirectErrorStream(true)
            .start();
    try (var keys = other.outputWriter();
        var said = other.inputReader()) {
      keys.write("length\n");
      keys.flush();
      assertThat(said.readLine()).isNotNull(); // it has the image open by now

      refused(image, "is in use: another program has it open for writing");
    } finally {
      other.destroyForcibly().waitFor();
    }
  }

  @Test
  void anOverlayLeavesItsBaseAsItIs() throws Exception {
    Path base = qcow2();
    byte[] before = Files.readAllBytes(base);
    Path overlay = folder.resolve("overlay.qcow2");
    images.overlay("o", new GuestImage.Disk(base, "qcow2"), overlay);

    assertThat(run("qemu-io", "-f", "qcow2", "-c", "write -P 7 0 4096", overlay.toString()))
        .isZero();

    assertThat(Files.readAllBytes(base)).isEqualTo(before);
  }

  @Test
  void aFullDiskIsSaidAndNothingIsLeft() throws Exception {
    Path full = Files.createDirectory(folder.resolve("full"));
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=64k", "none", full.toString()) == 0,
        "needs root, for a small file system");
    try {
      assertThatExceptionOfType(EnvironmentException.class)
          .isThrownBy(
              () ->
                  images.overlay(
                      "o", new GuestImage.Disk(qcow2(), "qcow2"), full.resolve("overlay")))
          .withMessageContaining("could not clone the disk: ")
          .withMessageContaining("No space left on device");
      try (var left = Files.list(full)) {
        assertThat(left).isEmpty();
      }
    } finally {
      assertThat(run("umount", full.toString())).isZero();
    }
  }

  @Test
  void inputsDisksHaveOneOfAFewSizes() {
    assertThat(List.of(4L, 64L, 65L, 1000L, 1025L).stream().map(InputsDisk::sizeClass))
        .containsExactly(64L, 64L, 256L, 1024L, 4096L);
    assertThatExceptionOfType(EnvironmentException.class)
        .isThrownBy(() -> InputsDisk.sizeClass(70_000))
        .withMessageContaining("at most 65536");
  }
}
