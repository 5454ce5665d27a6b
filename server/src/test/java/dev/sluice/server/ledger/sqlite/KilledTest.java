package dev.sluice.server.ledger.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.server.ledger.Told;
import dev.sluice.server.ledger.audit.Audit;
import dev.sluice.server.ledger.audit.Finding;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server's process killed while it appends: what it answered is there. */
class KilledTest {
  private static final int ROUNDS = Boolean.getBoolean("sluice.long") ? 30 : 3;
  private static final int MOST = 300;

  @TempDir Path folder;

  @Test
  void whatWasAnsweredIsThereAfterAKill() throws IOException, InterruptedException {
    long seed = 20_260_719;
    Random random = new Random(seed);
    Path file = folder.resolve("ledger.db");
    List<Integer> answered = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      answered.addAll(appendUntilKilled(file, round * 1_000_000, 1 + random.nextInt(MOST)));
      try (SqliteLedger ledger = SqliteLedger.open(file, InstantSource.system())) {
        ledger.read(
            records -> {
              for (int version : answered) {
                assertThat(records.release(Told.SENSOR, Told.channel(version)))
                    .as("seed %d: release %d was answered", seed, version)
                    .isPresent();
              }
              return true;
            });
        Finding found = new Audit(ledger).verify(Told.SENSOR, List.of());
        assertThat(found).isInstanceOf(Finding.Whole.class);
        assertThat(found.entries()).isGreaterThanOrEqualTo(answered.size());
        assertThat(ledger.rebuild()).isEqualTo(found.entries());
      }
    }
  }

  private static List<Integer> appendUntilKilled(Path file, int first, int count)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Appender.class.getName(),
                file.toString(),
                Integer.toString(first))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    List<Integer> answered = new ArrayList<>();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      String line = out.readLine();
      while (line != null) {
        String next = out.readLine();
        if (next != null) {
          answered.add(Integer.valueOf(line)); // the very last may be cut: the kill came within it
        }
        if (answered.size() == count) {
          process.toHandle().destroyForcibly(); // the process itself would close the stream, too
        }
        line = next;
      }
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(answered).hasSizeGreaterThanOrEqualTo(count);
    return answered;
  }
}
