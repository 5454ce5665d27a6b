package dev.sluice.proving.environment.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.proving.environment.EnvironmentException;
import dev.sluice.proving.workplace.Workplace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** State disks and input disks, looked at with debugfs. */
class Ext4Test {
  @TempDir private Path folder;
  private Workplace workplace;
  private Path image;

  @BeforeEach
  void prepare() throws Exception {
    workplace = Workplace.open(folder.resolve("work"));
    image = workplace.folder().resolve("disk.img");
    Path inputs = Files.createDirectory(folder.resolve("inputs"));
    Files.writeString(inputs.resolve("given"), "was there\n");
    InputsDisk.exact(workplace, "make", inputs, image);
  }

  @AfterEach
  void close() {
    workplace.close();
  }

  private String read(String inside) throws Exception {
    Process debugfs =
        new ProcessBuilder("/usr/sbin/debugfs", "-R", "cat " + inside, image.toString()).start();
    String content = new String(debugfs.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    debugfs.waitFor();
    return content;
  }

  private void write(Path file, String inside) throws InterruptedException {
    Ext4.write(workplace, "write", image, file, inside);
  }

  private Path file(String content) throws IOException {
    return Files.writeString(workplace.folder().resolve("content"), content);
  }

  @Test
  void aFolderBecomesADisk() throws Exception {
    assertThat(read("/given")).isEqualTo("was there\n");
  }

  @Test
  void aFileIsWrittenWithTheFoldersItNeeds() throws Exception {
    write(file("new\n"), "/a/b/c/channel.bin");

    assertThat(read("/a/b/c/channel.bin")).isEqualTo("new\n");
  }

  @Test
  void anEarlierFileIsReplaced() throws Exception {
    write(file("first, and longer\n"), "/channel.bin");
    write(file("second\n"), "/channel.bin");

    assertThat(read("/channel.bin")).isEqualTo("second\n");
  }

  @Test
  void aFileIsRemoved() throws Exception {
    Ext4.remove(workplace, "remove", image, "/given");

    assertThat(read("/given")).isEmpty();
  }

  @Test
  void removingWhatIsNotThereIsNothing() throws Exception {
    Ext4.remove(workplace, "remove", image, "/absent");

    assertThat(read("/given")).isEqualTo("was there\n");
  }

  @Test
  void aFileThatDoesNotFitIsNotSilentlyCut() throws Exception {
    Path large = workplace.folder().resolve("large");
    byte[] content = new byte[16 << 20]; // zeros would become a hole
    new Random(31).nextBytes(content);
    Files.write(large, content);

    assertThatExceptionOfType(EnvironmentException.class)
        .isThrownBy(() -> write(large, "/large"))
        .withMessageContaining("state disk");
  }

  @Test
  void whatIsNoDiskIsRefused() throws Exception {
    Files.writeString(image, "no file system");

    assertThatExceptionOfType(EnvironmentException.class)
        .isThrownBy(() -> write(file("new\n"), "/channel.bin"));
  }

  @Test
  void nothingIsLeftBesideTheImage() throws Exception {
    write(file("new\n"), "/channel.bin");

    try (Stream<Path> beside = Files.list(workplace.folder())) {
      assertThat(beside.map(p -> p.getFileName().toString())).doesNotContain("write.readback");
    }
  }
}
