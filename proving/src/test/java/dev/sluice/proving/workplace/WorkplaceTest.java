package dev.sluice.proving.workplace;

import static dev.sluice.proving.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.proving.Processes;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class WorkplaceTest {
  private static final Duration SOON = Duration.ofSeconds(15);

  @TempDir private Path parent;

  private static Process start(Workplace workplace, String name, String... command)
      throws IOException {
    return workplace.start(name, List.of(command), Map.of(), null);
  }

  private List<Path> left() throws IOException {
    try (Stream<Path> entries = Files.list(parent)) {
      return entries.toList();
    }
  }

  @Test
  void theFolderIsForItsOwnerAlone() throws IOException {
    try (Workplace workplace = Workplace.open(parent)) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(workplace.folder())))
          .isEqualTo("rwx------");
    }
  }

  @Test
  void eachFolderForSocketsIsAnotherWithAShortPath() throws IOException {
    try (Workplace workplace = Workplace.open(parent)) {
      Path one = workplace.socketFolder();
      Path other = workplace.socketFolder();

      assertThat(one).isDirectory().isNotEqualTo(other);
      assertThat(workplace.folder().relativize(other).toString()).hasSizeLessThan(4);
    }
  }

  @Test
  void eachWorkplaceHasAFolderOfItsOwn() throws IOException {
    try (Workplace one = Workplace.open(parent);
        Workplace other = Workplace.open(parent)) {
      assertThat(one.folder()).isNotEqualTo(other.folder());
      assertThat(one.folder()).isDirectory();
    }
  }

  @Test
  void closingEndsProcessesAndRemovesEverything() throws Exception {
    Process process;
    long child;
    try (Workplace workplace = Workplace.open(parent)) {
      Files.createDirectories(workplace.folder().resolve("a/b"));
      Files.writeString(workplace.folder().resolve("a/b/file"), "content");
      process = start(workplace, "parent", "sh", "-c", "sleep 1000 & echo $!; wait");
      child = Long.parseLong(process.inputReader(StandardCharsets.UTF_8).readLine());
    }

    assertThat(process.isAlive()).isFalse();
    eventually(SOON, "its child ended", () -> !Processes.isRunning(child));
    assertThat(left()).isEmpty();
  }

  @Test
  void closingWaitsForNoProcessThatIgnoresSignals() throws Exception {
    Workplace workplace = Workplace.open(parent);
    Process stubborn =
        start(workplace, "stubborn", "sh", "-c", "trap '' TERM HUP INT; echo on; sleep 1000");
    stubborn.inputReader(StandardCharsets.UTF_8).readLine();

    workplace.close();

    assertThat(stubborn.isAlive()).isFalse();
  }

  @Test
  void theReaperEndsToo() throws Exception {
    Workplace workplace = Workplace.open(parent);
    String folder = workplace.folder().toString();
    // Between fork and exec it does not bear its name yet.
    eventually(SOON, "the reaper began", () -> Processes.with(folder).size() == 1);

    workplace.close();

    eventually(SOON, "the reaper ended", () -> Processes.with(folder).isEmpty());
  }

  @Test
  void nothingStartsAfterClosing() throws IOException {
    Workplace workplace = Workplace.open(parent);
    workplace.close();

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> start(workplace, "late", "true"))
        .withMessage("the prover is ending");
  }

  @Test
  void closingTwiceIsClosingOnce() throws IOException {
    Workplace workplace = Workplace.open(parent);
    workplace.close();
    workplace.close();

    assertThat(left()).isEmpty();
  }

  @Test
  void anInterruptedThreadStillClearsUpAndStaysInterrupted() throws Exception {
    Workplace workplace = Workplace.open(parent);
    Process process = start(workplace, "sleeper", "sleep", "1000");

    Thread.currentThread().interrupt();
    workplace.close();

    assertThat(Thread.interrupted()).isTrue();
    assertThat(process.isAlive()).isFalse();
    assertThat(left()).isEmpty();
  }

  /** Starting and closing at once, fifty times: whatever got started is ended. */
  @Test
  void aProcessThatStartsWhileTheWorkplaceClosesIsEnded() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 50; i++) {
        Workplace workplace = Workplace.open(parent);
        Future<Process> starting = threads.submit(() -> start(workplace, "one", "sleep", "1000"));
        workplace.close();
        try {
          Process started = starting.get();
          eventually(SOON, "the process ended", () -> !started.isAlive());
        } catch (java.util.concurrent.ExecutionException e) {
          assertThat(e).hasRootCauseMessage("the prover is ending");
        }
      }
    }
    assertThat(left()).isEmpty();
  }

  @Test
  void manyProcessesThatEndByThemselvesLeaveNothing() throws Exception {
    try (Workplace workplace = Workplace.open(parent)) {
      List<Process> processes = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        processes.add(start(workplace, "p" + i, "true"));
      }
      for (Process process : processes) {
        assertThat(process.waitFor()).isZero();
      }
    }
    assertThat(left()).isEmpty();
  }

  /** A prover of its own. */
  private record Prover(Process java, Path folder, List<Long> processes) {
    static Prover start(Path parent) throws Exception {
      Process java = Processes.java(ProverProcess.class, parent.toString()).start();
      BufferedReader lines = java.inputReader(StandardCharsets.UTF_8);
      String folder = lines.readLine();
      String pids = lines.readLine();
      if (pids == null) {
        throw new AssertionError(
            new String(java.getErrorStream().readAllBytes(), StandardCharsets.UTF_8));
      }
      List<Long> processes = Stream.of(pids.split(" ", -1)).map(Long::valueOf).toList();
      return new Prover(java, Path.of(folder), processes);
    }

    boolean isGone() throws IOException {
      for (long pid : processes) {
        if (Processes.isRunning(pid)) {
          return false;
        }
      }
      return true;
    }
  }

  @Test
  void aKilledProverLeavesNoProcessAndNoFolder() throws Exception {
    Prover prover = Prover.start(parent);
    assertThat(prover.isGone()).isFalse();

    prover.java().destroyForcibly().waitFor();

    eventually(SOON, "its processes ended", prover::isGone);
    eventually(SOON, "its folder went", () -> left().isEmpty());
  }

  @Test
  void theNextProverClearsAwayWhatAKilledProverAndReaperLeft() throws Exception {
    Prover prover = Prover.start(parent);
    for (long reaper : Processes.with("sluice-reaper\0" + prover.folder())) {
      ProcessHandle.of(reaper).ifPresent(ProcessHandle::destroyForcibly);
      eventually(SOON, "the reaper was killed", () -> !Processes.isRunning(reaper));
    }
    prover.java().destroyForcibly().waitFor();
    assertThat(prover.folder()).exists();

    Workplace.open(parent).close();

    eventually(SOON, "its processes ended", prover::isGone);
    assertThat(left()).isEmpty();
  }

  @Test
  void aRunningProversFolderIsLeftAlone() throws Exception {
    Prover prover = Prover.start(parent);

    Workplace.open(parent).close();

    assertThat(prover.folder()).exists();
    assertThat(prover.isGone()).isFalse();
    prover.java().destroyForcibly().waitFor();
    eventually(SOON, "its folder went", () -> left().isEmpty());
  }

  @Test
  void aLeftoverOfNobodyIsClearedAway() throws IOException {
    Path leftover = Files.createDirectories(parent.resolve("run-leftover/pids"));
    Files.writeString(leftover.resolveSibling("lock"), "");
    Files.writeString(leftover.resolve("one"), "1\n");
    Files.writeString(leftover.resolve("two"), "no number\n");
    Files.writeString(leftover.resolve("three"), "999999999\n");

    Workplace.open(parent).close();

    assertThat(left()).isEmpty();
    assertThat(ProcessHandle.of(1)).hasValueSatisfying(p -> assertThat(p.isAlive()).isTrue());
  }

  @Test
  void aProcessNumberThatNowIsSomebodyElsesIsSpared() throws Exception {
    Process stranger = new ProcessBuilder("sleep", "1000").start();
    try {
      Path leftover = Files.createDirectories(parent.resolve("run-leftover/pids"));
      Files.writeString(leftover.resolveSibling("lock"), "");
      Files.writeString(leftover.resolve("one"), stranger.pid() + "\n");

      Workplace.open(parent).close();

      assertThat(stranger.isAlive()).isTrue();
    } finally {
      stranger.destroyForcibly();
    }
  }

  @Test
  void whatSomebodyElseKeepsThereIsLeftAlone() throws IOException {
    Files.writeString(parent.resolve("notes.txt"), "mine");
    Files.createDirectories(parent.resolve("folder"));

    Workplace.open(parent).close();

    assertThat(left()).hasSize(2);
  }

  /** Several at once on one leftover: none stumbles over another that clears it away. */
  @Test
  void workplacesOpenedAtOnceDoNotStumbleOverEachOther() throws Exception {
    for (int round = 0; round < 20; round++) {
      for (int i = 0; i < 3; i++) {
        Path leftover = Files.createDirectories(parent.resolve("run-" + i + "/pids"));
        Files.writeString(leftover.resolveSibling("lock"), "");
      }
      Callable<Boolean> one =
          () -> {
            Workplace.open(parent).close();
            return true;
          };
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (Future<Boolean> ended : threads.invokeAll(List.of(one, one, one, one))) {
          assertThat(ended.get()).isTrue();
        }
      }
    }
    assertThat(left()).isEmpty();
  }
}
