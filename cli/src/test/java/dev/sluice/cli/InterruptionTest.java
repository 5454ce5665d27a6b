package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class InterruptionTest {
  private static final int SIGINT_STATUS = 130;

  /** Works until it is interrupted, then clears up. */
  static final class Working {
    private Working() {}

    public static void main(String[] arguments) {
      Printer printer = Printer.standard(System.getenv());
      try (var interruption = Interruption.handled(printer.err())) {
        try {
          printer.out().println("working");
          new CountDownLatch(1).await();
        } catch (InterruptedException e) {
          printer.out().println("cleared up, stopped " + interruption.isStopped());
        }
      }
      System.exit(0);
    }
  }

  @Test
  void ctrlCWaitsUntilTheWorkIsClearedUpAndSaysThatNothingWasProven()
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Working.class.getName())
            .redirectErrorStream(true)
            .start();
    try (var out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      assertThat(out.readLine()).isEqualTo("working");
      new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();

      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(SIGINT_STATUS);
      assertThat(out.lines())
          .containsExactly(
              "cleared up, stopped true",
              "stopped: nothing was proven, no machine was left running");
    } finally {
      process.destroyForcibly();
    }
  }
}
