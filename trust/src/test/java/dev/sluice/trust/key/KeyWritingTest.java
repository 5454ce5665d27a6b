package dev.sluice.trust.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Disks that fail, programs that are killed, and others that write at the same time. */
class KeyWritingTest {
  /** More than one key takes: FOLDER, then five steps for each of two files. */
  private static final int STEPS = 11;

  @TempDir private Path home;

  private static List<String> names(Path folder) {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Fails at the given step, counted from 1. */
  private static final class FailingDisk implements KeyFiles.Disk {
    private final int failing;
    private final boolean killed;
    private int step;

    FailingDisk(int failing, boolean killed) {
      this.failing = failing;
      this.killed = killed;
    }

    @Override
    public void before(KeyFiles.Step next) throws IOException {
      step++;
      if (step == failing) {
        if (killed) {
          throw new Killed();
        }
        throw new IOException("No space left on device");
      }
    }
  }

  /** Stands for SIGKILL: nothing cleans up after an error of this kind. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  @Test
  void aDiskThatFailsAtAnyStepLeavesNoHalfKey() {
    for (int failing = 1; failing <= STEPS; failing++) {
      Path folder = home.resolve("failing-" + failing);
      Keyring onBadDisk = new Keyring(folder, new FailingDisk(failing, false));

      assertThatExceptionOfType(KeyException.class)
          .isThrownBy(() -> onBadDisk.openOrCreate("lab"))
          .withMessageContaining("No space left on device");

      assertThat(names(folder)).as("failing step %d", failing).allMatch(n -> !n.endsWith(".tmp"));
      assertWhole(folder);
    }
    assertThat(
            new Keyring(home.resolve("enough"), new FailingDisk(STEPS + 1, false))
                .openOrCreate("lab")
                .created())
        .as("the loop above failed every step there is")
        .isTrue();
  }

  @Test
  void aProgramKilledAtAnyStepLeavesNoHalfKey() {
    for (int failing = 1; failing <= STEPS; failing++) {
      Path folder = home.resolve("killed-" + failing);
      Keyring killed = new Keyring(folder, new FailingDisk(failing, true));

      assertThatExceptionOfType(Killed.class).isThrownBy(() -> killed.openOrCreate("lab"));

      assertWhole(folder);
    }
  }

  /** Whatever is there is a key, and the next start has one. */
  private static void assertWhole(Path folder) {
    Keyring keyring = new Keyring(folder);
    List<Keyring.Entry> before = keyring.list();
    LabKey key = keyring.openOrCreate("lab").key();
    assertThat(before).allMatch(entry -> entry.key().equals(key.publicKey()));
    assertThat(keyring.list()).containsExactly(new Keyring.Entry(key.publicKey(), true));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/proc/sluice/keys", "/dev/null/keys"})
  void aFolderThatCannotBeMadeIsRefusedWithASentence(String folder) {
    assertThatExceptionOfType(KeyException.class)
        .isThrownBy(() -> new Keyring(Path.of(folder)).openOrCreate("lab"))
        .withMessageContaining("no key could be written: ");
  }

  @Test
  void aFileWhereTheFolderShouldBeIsRefused() throws IOException {
    Path file = Files.createFile(home.resolve("keys"));

    assertThatExceptionOfType(KeyException.class)
        .isThrownBy(() -> new Keyring(file).openOrCreate("lab"))
        .withMessageContaining("no key could be written: ");
  }

  @Test
  void aRealDiskThatTakesNoByteLeavesNothingBehind() throws Exception {
    Path folder = home.resolve("keys");
    // A limit of 0 bytes a file is the full disk that needs no privileges.
    Process process = start("ulimit -f 0; exec \"$@\"", folder);

    assertThat(answer(process)).startsWith("refused: ").contains("no key could be written");
    assertThat(names(folder)).isEmpty();
  }

  @Test
  void processesThatMakeTheFirstKeyAtOnceEndWithOneKey() throws Exception {
    Path folder = home.resolve("keys");
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      processes.add(start("exec \"$@\"", folder));
    }
    List<String> answers = new ArrayList<>();
    for (Process process : processes) {
      assertThat(process.inputReader(StandardCharsets.UTF_8).readLine()).isEqualTo("ready");
    }
    for (Process process : processes) {
      process.outputWriter().write('\n');
      process.outputWriter().flush();
    }
    for (Process process : processes) {
      answers.add(String.valueOf(process.inputReader(StandardCharsets.UTF_8).readLine()));
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }

    String id = new Keyring(folder).open("lab").id().hex();
    assertThat(answers).allMatch(answer -> answer.endsWith(" " + id));
    assertThat(answers).filteredOn(answer -> answer.startsWith("true")).hasSize(1);
    assertThat(names(folder)).containsExactly("lab.key", "lab.pub");
  }

  @Test
  void threadsThatMakeTheFirstKeyAtOnceEndWithOneKey() throws Exception {
    int threads = 8;
    try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
      for (int round = 0; round < 20; round++) {
        Path folder = home.resolve("round-" + round);
        CyclicBarrier together = new CyclicBarrier(threads);
        Callable<Keyring.Opened> open =
            () -> {
              together.await(10, TimeUnit.SECONDS);
              return new Keyring(folder).openOrCreate("lab");
            };
        List<Future<Keyring.Opened>> opened = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
          opened.add(executor.submit(open));
        }
        Set<KeyId> ids = new HashSet<>();
        int created = 0;
        for (Future<Keyring.Opened> one : opened) {
          ids.add(one.get().key().id());
          created += one.get().created() ? 1 : 0;
        }
        assertThat(ids).hasSize(1);
        assertThat(created).isEqualTo(1);
        assertThat(names(folder)).containsExactly("lab.key", "lab.pub");
      }
    }
  }

  private static Process start(String shell, Path folder) throws IOException {
    return new ProcessBuilder(
            "bash",
            "-c",
            shell,
            "bash",
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:-UsePerfData",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            KeyringProcess.class.getName(),
            folder.toString())
        .redirectErrorStream(true)
        .start();
  }

  private static String answer(Process process) throws IOException, InterruptedException {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      assertThat(lines.readLine()).isEqualTo("ready");
      process.outputWriter().write('\n');
      process.outputWriter().flush();
      String answer = String.valueOf(lines.readLine());
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      return answer;
    }
  }
}
