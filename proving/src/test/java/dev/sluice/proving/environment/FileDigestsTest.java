package dev.sluice.proving.environment;

import static dev.sluice.proving.Examples.digest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileDigestsTest {
  @TempDir private Path folder;
  private Path memory;
  private Path file;
  private FileDigests digests;

  @BeforeEach
  void prepare() throws IOException {
    memory = folder.resolve("memory");
    file = Files.writeString(folder.resolve("kernel"), "one");
    digests = new FileDigests(memory);
  }

  private List<Path> remembered() throws IOException {
    try (Stream<Path> entries = Files.list(memory)) {
      return entries.toList();
    }
  }

  /** Writes until the kernel's clock, which ticks every few milliseconds, has moved on. */
  private void rewrite(String content) throws IOException {
    Object before = Files.getAttribute(file, "unix:ctime");
    do {
      Files.writeString(file, content);
    } while (before.equals(Files.getAttribute(file, "unix:ctime")));
  }

  @Test
  void theDigestIsThatOfTheContent() throws IOException {
    assertThat(digests.of(file)).isEqualTo(digest("one"));
  }

  @Test
  void theSecondTimeItIsRemembered() throws IOException {
    digests.of(file);
    Path entry = remembered().getFirst();
    Files.writeString(entry, digest("something else") + "\n");

    assertThat(digests.of(file)).isEqualTo(digest("something else"));
  }

  @Test
  void changedContentHasAnotherDigest() throws IOException {
    digests.of(file);
    rewrite("two");

    assertThat(digests.of(file)).isEqualTo(digest("two"));
  }

  @Test
  void changedContentOfTheSameSizeAndTimeHasAnotherDigest() throws IOException {
    digests.of(file);
    FileTime time = Files.getLastModifiedTime(file);
    rewrite("two");
    Files.setLastModifiedTime(file, time);

    assertThat(digests.of(file)).isEqualTo(digest("two"));
  }

  @Test
  void aFileMovedIntoThePlaceHasItsOwnDigest() throws IOException {
    FileTime time = Files.getLastModifiedTime(file);
    digests.of(file);
    Path other = Files.writeString(folder.resolve("other"), "two");
    Files.setLastModifiedTime(other, time);
    Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);

    assertThat(digests.of(file)).isEqualTo(digest("two"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "abc",
        "\u0000",
        "no digest at all, but of just the sixty-four characters one has.."
      })
  void aDamagedMemoryIsForgotten(String content) throws IOException {
    digests.of(file);
    Files.writeString(remembered().getFirst(), content);

    assertThat(digests.of(file)).isEqualTo(digest("one"));
    assertThat(digests.of(file)).isEqualTo(digest("one"));
  }

  @Test
  void noTemporaryFileIsLeft() throws IOException {
    digests.of(file);
    digests.of(Files.writeString(folder.resolve("initrd"), "three"));

    assertThat(remembered()).hasSize(2).noneMatch(p -> p.toString().endsWith(".tmp"));
  }

  @Test
  void aFileThatIsNotThereIsSaid() {
    assertThatExceptionOfType(NoSuchFileException.class)
        .isThrownBy(() -> digests.of(folder.resolve("absent")));
  }
}
