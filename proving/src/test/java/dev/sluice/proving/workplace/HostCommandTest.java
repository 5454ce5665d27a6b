package dev.sluice.proving.workplace;

import static dev.sluice.proving.Eventually.eventually;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.proving.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class HostCommandTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration SOON = Duration.ofSeconds(10);

  @TempDir private Path folder;
  private Workplace workplace;

  @BeforeEach
  void open() throws IOException {
    workplace = Workplace.open(folder.resolve("work"));
  }

  @AfterEach
  void close() {
    workplace.close();
  }

  private HostCommand.Ended sh(Duration limit, String script) throws InterruptedException {
    return HostCommand.run(workplace, "test", List.of("sh", "-c", script), Map.of(), folder, limit);
  }

  private HostCommand.Ended sh(String script) throws InterruptedException {
    return sh(LONG, script);
  }

  /** Runs a script that writes the id of a process to the file {@code pid}. */
  private long pid() throws Exception {
    Path file = folder.resolve("pid");
    eventually(SOON, "the script began", () -> Files.exists(file) && Files.size(file) > 0);
    return Long.parseLong(Files.readString(file).strip());
  }

  @Test
  void statusAndOutputComeBack() throws InterruptedException {
    HostCommand.Ended ended = sh("echo out; echo err >&2; exit 3");

    assertThat(ended.status()).isEqualTo(3);
    assertThat(ended.succeeded()).isFalse();
    assertThat(ended.output().lines()).containsExactly("out", "err");
  }

  @Test
  void outputAndErrorsKeepTheirOrder() throws InterruptedException {
    String expected = IntStream.range(0, 200).mapToObj(i -> "o\ne\n").collect(joining());

    assertThat(sh("for i in $(seq 200); do echo o; echo e >&2; done").output()).isEqualTo(expected);
  }

  @Test
  void theLastLineIsTheLastThatSaysSomething() {
    assertThat(new HostCommand.Ended(1, "first\nlast\n\n \n").lastLine()).isEqualTo("last");
    assertThat(new HostCommand.Ended(1, "").lastLine()).isEqualTo("no output");
  }

  @Test
  void aSignalIsAStatusAbove128() throws InterruptedException {
    assertThat(sh("kill -SEGV $$").status()).isEqualTo(128 + 11);
  }

  @Test
  void theEnvironmentAndTheFolderArePassedOn() throws Exception {
    HostCommand.Ended ended =
        HostCommand.run(
            workplace,
            "test",
            List.of("sh", "-c", "echo $WORD; pwd -P"),
            Map.of("WORD", "said"),
            folder,
            LONG);

    assertThat(ended.output().lines()).containsExactly("said", folder.toRealPath().toString());
  }

  @Test
  void noInputIsWaitedFor() throws InterruptedException {
    assertThat(sh("cat; echo done").output()).isEqualTo("done\n");
  }

  @Test
  void aProgramThatIsNotThereIsAStatus() throws InterruptedException {
    HostCommand.Ended ended =
        HostCommand.run(workplace, "test", List.of("no-such-program"), Map.of(), null, LONG);

    assertThat(ended.status()).isEqualTo(127);
  }

  @Test
  void aFolderThatIsNotThereIsThePlacesFault() {
    assertThatExceptionOfType(WorkplaceException.class)
        .isThrownBy(
            () ->
                HostCommand.run(
                    workplace, "test", List.of("true"), Map.of(), folder.resolve("absent"), LONG))
        .withMessageStartingWith("could not start true: ");
  }

  @Test
  void aProgramThatHangsIsEndedAtTheLimitAndSoAreItsChildren() throws Exception {
    HostCommand.Ended ended =
        sh(Duration.ofMillis(500), "sleep 1000 & echo $! >pid; echo begun; wait");

    assertThat(ended.status()).isEqualTo(124);
    assertThat(ended.output()).isEqualTo("begun\n");
    long child = pid();
    eventually(SOON, "its child ended", () -> !Processes.isRunning(child));
  }

  @Test
  void aGrandchildThatHoldsThePipeHoldsNobodyUp() throws Exception {
    long from = System.nanoTime();
    HostCommand.Ended ended = sh("sleep 1000 & echo $! >pid; echo done");

    assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(Duration.ofSeconds(5));
    assertThat(ended).isEqualTo(new HostCommand.Ended(0, "done\n"));
  }

  @Test
  void whatAProgramLeavesInTheBackgroundIsEnded() throws Exception {
    sh("(sleep 1000 >/dev/null 2>&1 & echo $! >pid)");

    long pid = pid();
    eventually(SOON, "the background process ended", () -> !Processes.isRunning(pid));
  }

  @Test
  void anInterruptEndsTheProgram() throws Exception {
    var run = new FutureTask<>(() -> sh("echo $$ >pid; exec sleep 1000"));
    Thread thread = Thread.ofVirtual().start(run);
    long pid = pid();

    thread.interrupt();

    assertThatExceptionOfType(java.util.concurrent.ExecutionException.class)
        .isThrownBy(() -> run.get(10, TimeUnit.SECONDS))
        .withCauseInstanceOf(InterruptedException.class);
    eventually(SOON, "the program ended", () -> !Processes.isRunning(pid));
  }

  @Test
  void aHundredMegabytesOfOutputAreKeptWithinAQuarterMebibyte() throws InterruptedException {
    HostCommand.Ended ended = sh("yes | head -c 100000000; echo last");

    assertThat(ended.status()).isZero();
    assertThat(ended.output()).hasSizeLessThan(300_000);
    assertThat(ended.lastLine()).isEqualTo("last");
  }
}
