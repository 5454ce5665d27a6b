package dev.sluice.acceptance.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no candidate, and what is no pipeline: told apart, and no machine is started for it. */
@Tag("vm")
class InputTest {
  private final Desk desk = Desk.open();
  private final Path candidate = desk.home().resolve("candidate.bin");

  @AfterEach
  void close() {
    desk.close();
  }

  private Ended prove(Example example) {
    return desk.prove(candidate.toString(), example.pipeline());
  }

  private void isRefused(Ended ended, String why) {
    assertThat(ended.status()).as(ended.err()).isEqualTo(1);
    assertThat(ended.sentences()).contains(why);
    assertThat(desk.home().resolve("out")).doesNotExist();
  }

  private void isUnusable(Ended ended, String why) {
    assertThat(ended.status()).as(ended.out()).isEqualTo(2);
    assertThat(ended.err()).contains(why);
    assertThat(ended.out()).isEmpty();
    assertThat(desk.home().resolve("out")).doesNotExist();
  }

  @Test
  void anEmptyFileIsRefused() throws IOException {
    Files.createFile(candidate);
    isRefused(prove(Example.itself()), "the file is empty");
  }

  @Test
  void aFileOverTheLimitIsRefused() throws IOException {
    Files.write(candidate, new byte[64 * 1024 + 1]);
    isRefused(prove(Example.itself()), "more than the limit");
  }

  @Test
  void aFileThatChangesWhileItIsReadIsRefused() throws IOException {
    Example example = Example.copyOn(desk).inPipeline("size: 64 KiB", "size: 1 GiB");
    try (var file = new RandomAccessFile(candidate.toFile(), "rw")) {
      file.setLength(100 << 20); // reading so much takes many times longer than one touch
    }
    FileTime before = Files.getLastModifiedTime(candidate);
    Call writer =
        desk.start(List.of("sh", "-c", "while :; do touch \"$1\"; done", "writer", "" + candidate));
    try {
      Until.found(
          "the writer writes",
          Duration.ofSeconds(20),
          () -> Optional.of(modified()).filter(now -> now.compareTo(before) > 0));
      isRefused(prove(example), "the file changed while it was being read");
    } finally {
      writer.signal("KILL");
      writer.ended();
    }
  }

  private FileTime modified() {
    try {
      return Files.getLastModifiedTime(candidate);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void anAbsentFileIsNoCandidate() {
    isUnusable(prove(Example.itself()), "no such file");
  }

  @Test
  void aSymbolicLinkIsNoCandidate() throws IOException {
    Files.createSymbolicLink(candidate, Path.of(Example.itself().channel("291-fixed")));
    isUnusable(prove(Example.itself()), "is a symbolic link");
  }

  @Test
  void aFolderIsNoCandidate() throws IOException {
    Files.createDirectory(candidate);
    isUnusable(prove(Example.itself()), "is a directory");
  }

  @Test
  void aPipeIsNoCandidate() {
    assertThat(desk.start(List.of("mkfifo", candidate.toString())).ended().status()).isZero();
    isUnusable(prove(Example.itself()), "is not a regular file");
  }

  @Test
  void anUnreadableFileIsNoCandidate() throws IOException {
    Files.write(candidate, new byte[100]);
    Files.setPosixFilePermissions(candidate, PosixFilePermissions.fromString("---------"));
    assumeFalse(Files.isReadable(candidate), "root reads everything");
    isUnusable(prove(Example.itself()), "cannot be read");
  }

  @Test
  void aNameBeyondAsciiIsReadInTheLocaleCToo() {
    // Named by the shell: what this test's own JVM can name depends on the locale too.
    Ended ended =
        desk.with("LANG", "C")
            .start(
                List.of(
                    "sh",
                    "-c",
                    "f=$(printf 'kan\\303\\244le'); : > \"$f\";"
                        + " exec \"$0\" prove channel 291 \"$f\" --pipeline \"$1\"",
                    Desk.sources().resolve("sluice").toString(),
                    Example.itself().pipeline()))
            .ended();
    isRefused(ended, "the file is empty");
  }

  @Test
  void anArtifactThatThePipelineLacksIsWrongUse() throws IOException {
    Files.write(candidate, new byte[100]);
    isUnusable(
        desk.sluice(
            "prove",
            "chanel",
            "291",
            candidate.toString(),
            "--pipeline",
            Example.itself().pipeline()),
        "did you mean channel?");
  }

  @ParameterizedTest
  @ValueSource(strings = {"check", "prove"})
  void anInvalidPipelineFileIsWrongUse(String command) throws IOException {
    Files.write(candidate, new byte[100]);
    Example example =
        Example.copyOn(desk).inPipeline("leaves-alone: samples", "lease-alone: samples");
    List<String> words =
        command.equals("check")
            ? List.of("check", "--pipeline", example.pipeline())
            : List.of(
                "prove", "channel", "291", candidate.toString(), "--pipeline", example.pipeline());

    Ended ended = desk.sluice(words.toArray(String[]::new));

    assertThat(ended.status()).isEqualTo(2);
    assertThat(ended.out() + ended.err())
        .contains("sluice.yaml:45:7")
        .contains("did you mean \"leaves-alone\"?");
    assertThat(desk.home().resolve("out")).doesNotExist();
  }

  @Test
  void programsAreToldThatNothingWasRun() {
    Ended ended = desk.prove(candidate.toString(), Example.itself().pipeline(), "--json");
    assertThat(ended.json().path("result").asString()).isEqualTo("not-run");
    assertThat(Result.schemaProblems(ended.out())).isEmpty();
  }

  @Test
  void programsAreToldThatACandidateWasRefused() throws IOException {
    Files.createFile(candidate);
    Ended ended = desk.prove(candidate.toString(), Example.itself().pipeline(), "--json");
    assertThat(ended.json().path("result").asString()).isEqualTo("failed");
    assertThat(Result.schemaProblems(ended.out())).isEmpty();
  }
}
