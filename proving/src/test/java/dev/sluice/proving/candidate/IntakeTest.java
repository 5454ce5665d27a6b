package dev.sluice.proving.candidate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IntakeTest {
  private static final int BUFFER = 64 * 1024;
  private static final long LIMIT = 1 << 20;

  @TempDir private Path folder;

  private Path file(int size) throws IOException {
    byte[] content = new byte[size];
    new Random(size).nextBytes(content);
    return Files.write(folder.resolve("candidate-" + size), content);
  }

  private Path into() {
    return folder.resolve("copy");
  }

  private Intake.Taken copy(Path file) throws IOException {
    return Intake.copy(file, LIMIT, into());
  }

  private Intake.Taken copyWhile(Path file, Intake.Watcher reading) throws IOException {
    return Intake.copy(file, LIMIT, into(), reading);
  }

  private static String reason(Intake.Taken taken) {
    return switch (taken) {
      case Intake.Copied _ -> "copied";
      case Intake.Refused(var reason) -> "refused: " + reason;
      case Intake.Unusable(var reason) -> "unusable: " + reason;
    };
  }

  @ParameterizedTest
  @ValueSource(
      ints = {1, 2, 100, BUFFER - 1, BUFFER, BUFFER + 1, 2 * BUFFER, 3 * BUFFER + 17, 1 << 20})
  void theCopyIsTheFileAndItsDigest(int size) throws Exception {
    Path file = file(size);
    byte[] content = Files.readAllBytes(file);

    Intake.Taken taken = copy(file);

    assertThat(taken)
        .isInstanceOfSatisfying(
            Intake.Copied.class,
            copied -> {
              assertThat(copied.copy()).hasBinaryContent(content);
              assertThat(copied.size()).isEqualTo(size);
            });
    String digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    assertThat(((Intake.Copied) taken).digest().hex()).isEqualTo(digest);
  }

  @Test
  void theFileItselfIsLeftAsItWas() throws IOException {
    Path file = file(1000);
    FileTime before = Files.getLastModifiedTime(file);

    copy(file);

    assertThat(Files.getLastModifiedTime(file)).isEqualTo(before);
    assertThat(file).hasSize(1000);
  }

  @Test
  void anEmptyFileIsRefused() throws IOException {
    assertThat(reason(copy(file(0)))).isEqualTo("refused: the file is empty");
  }

  @Test
  void aFileAtTheLimitIsTaken() throws IOException {
    assertThat(Intake.copy(file(5000), 5000, into())).isInstanceOf(Intake.Copied.class);
  }

  @Test
  void aFileOverTheLimitIsRefusedUnread() throws IOException {
    Path file = file(5001);

    assertThat(
            reason(
                Intake.copy(
                    file,
                    5000,
                    into(),
                    soFar -> {
                      throw new AssertionError("it was read");
                    })))
        .isEqualTo("refused: the file has 5001 bytes, more than the limit of 5000");
    assertThat(into()).doesNotExist();
  }

  @Test
  void aSymbolicLinkIsNoCandidateEvenToAGoodFile() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link"), file(10));

    assertThat(reason(copy(link)))
        .isEqualTo("unusable: " + link + ": is a symbolic link; name the file itself");
  }

  @Test
  void aFifoIsNoCandidateAndIsNotOpened() throws Exception {
    Path fifo = folder.resolve("fifo");
    assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor()).isZero();

    assertThat(reason(copy(fifo))).isEqualTo("unusable: " + fifo + ": is not a regular file");
  }

  @Test
  void aDeviceIsNoCandidate() throws IOException {
    assertThat(reason(copy(Path.of("/dev/zero"))))
        .isEqualTo("unusable: /dev/zero: is not a regular file");
  }

  @Test
  void aFolderIsNoCandidate() throws IOException {
    assertThat(reason(copy(folder))).isEqualTo("unusable: " + folder + ": is a directory");
  }

  @Test
  void whatIsNotThereIsNoCandidate() throws IOException {
    Path absent = folder.resolve("absent");

    assertThat(reason(copy(absent))).isEqualTo("unusable: " + absent + ": no such file");
  }

  @Test
  void whatLiesBelowAFileIsNoCandidate() throws IOException {
    Path below = file(10).resolve("below");

    assertThat(reason(copy(below))).startsWith("unusable: " + below);
  }

  @Test
  void aFileThatMayNotBeReadIsNoCandidate() throws IOException {
    Path secret = file(10);
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("---------"));
    assumeFalse(Files.isReadable(secret), "this user reads everything");

    assertThat(reason(copy(secret)))
        .isEqualTo("unusable: " + secret + ": cannot be read; check its permissions");
  }

  private static final String CHANGED = "refused: the file changed while it was being read";

  @Test
  void aFileThatGrowsWhileItIsReadIsRefused() throws IOException {
    Path file = file(3 * BUFFER);

    assertThat(
            reason(
                copyWhile(
                    file, soFar -> Files.write(file, new byte[] {1}, StandardOpenOption.APPEND))))
        .isEqualTo(CHANGED);
  }

  @Test
  void aFileThatGrowsWithoutEndIsNotReadWithoutEnd() throws IOException {
    Path file = file(BUFFER);
    long[] read = {0};

    assertThat(
            reason(
                copyWhile(
                    file,
                    soFar -> {
                      read[0] = soFar;
                      Files.write(file, new byte[BUFFER], StandardOpenOption.APPEND);
                    })))
        .isEqualTo(CHANGED);
    assertThat(read[0]).isLessThanOrEqualTo(2L * BUFFER);
  }

  @Test
  void aFileThatShrinksWhileItIsReadIsRefused() throws IOException {
    Path file = file(3 * BUFFER);

    assertThat(reason(copyWhile(file, soFar -> Files.write(file, new byte[10]))))
        .isEqualTo(CHANGED);
  }

  @Test
  void aFileThatIsTouchedWhileItIsReadIsRefused() throws IOException {
    Path file = file(2 * BUFFER);

    assertThat(
            reason(
                copyWhile(
                    file, soFar -> Files.setLastModifiedTime(file, FileTime.fromMillis(1000)))))
        .isEqualTo(CHANGED);
  }

  @Test
  void aFileThatIsRewrittenWithItsOldTimeIsRefused() throws IOException {
    Path file = file(2 * BUFFER);
    FileTime time = Files.getLastModifiedTime(file);
    Object before = Files.getAttribute(file, "unix:ctime");

    assertThat(
            reason(
                copyWhile(
                    file,
                    soFar -> {
                      // Until the kernel's clock, which ticks every few milliseconds, has moved on.
                      do {
                        Files.write(file, new byte[2 * BUFFER]);
                        Files.setLastModifiedTime(file, time);
                      } while (before.equals(Files.getAttribute(file, "unix:ctime")));
                    })))
        .isEqualTo(CHANGED);
  }

  @Test
  void aFileThatIsReplacedWhileItIsReadIsRefused() throws IOException {
    Path file = file(2 * BUFFER);
    Path other = file(2 * BUFFER + 1);
    FileTime time = Files.getLastModifiedTime(file);

    assertThat(
            reason(
                copyWhile(
                    file,
                    soFar -> {
                      if (Files.exists(other)) {
                        Files.write(other, new byte[2 * BUFFER]);
                        Files.setLastModifiedTime(other, time);
                        Files.move(other, file, StandardCopyOption.ATOMIC_MOVE);
                      }
                    })))
        .isEqualTo(CHANGED);
  }

  @Test
  void aFileThatIsRemovedWhileItIsReadIsRefused() throws IOException {
    Path file = file(2 * BUFFER);

    assertThat(reason(copyWhile(file, soFar -> Files.deleteIfExists(file)))).isEqualTo(CHANGED);
  }

  @Test
  void anEarlierCopyIsNeverWrittenOver() throws IOException {
    Files.writeString(into(), "earlier");
    Path file = file(10);

    assertThatExceptionOfType(FileAlreadyExistsException.class).isThrownBy(() -> copy(file));
    assertThat(into()).hasContent("earlier");
  }
}
