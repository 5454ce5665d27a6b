package dev.sluice.proving.workplace;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Runs a program of this host to its end, within bounds. */
public final class HostCommand {
  private static final int OUTPUT_BOUND = 256 * 1024;

  private HostCommand() {}

  /**
   * How a program ended.
   *
   * @param status exit status; 124 when the limit was hit
   * @param output standard output and error together, bounded
   */
  public record Ended(int status, String output) {
    public boolean succeeded() {
      return status == 0;
    }

    /** The last line that says something, for a sentence. */
    public String lastLine() {
      return output.lines().filter(l -> !l.isBlank()).reduce((a, b) -> b).orElse("no output");
    }
  }

  /**
   * Runs a program and waits for it.
   *
   * @param name for the process list of the workplace; unique among the running ones
   * @throws WorkplaceException when the program cannot be started
   */
  public static Ended run(
      Workplace workplace,
      String name,
      List<String> command,
      Map<String, String> environment,
      @Nullable Path directory,
      Duration limit)
      throws InterruptedException {
    Process process;
    try {
      // One pipe for both, so that the lines keep their order; the other is for a failed start.
      List<String> words =
          new ArrayList<>(List.of("sh", "-c", "exec \"$@\" 2>&1", "sluice-command"));
      words.addAll(command);
      process = workplace.start(name, words, environment, directory);
      process.getOutputStream().close();
    } catch (IOException e) {
      throw new WorkplaceException(
          "could not start " + command.getFirst() + ": " + e.getMessage(), e);
    }
    var out = new Transcript(OUTPUT_BOUND);
    Thread outReader = drain(process.getInputStream(), out);
    Thread errReader = drain(process.getErrorStream(), out);
    try {
      boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
      if (!ended) {
        return new Ended(124, out.text());
      }
      // A grandchild may hold the pipes open; what the program itself wrote is there by now.
      outReader.join(Duration.ofMillis(500));
      errReader.join(Duration.ofMillis(100));
      return new Ended(process.exitValue(), out.text());
    } finally {
      Workplace.killGroup(process.toHandle());
    }
  }

  private static Thread drain(java.io.InputStream in, Transcript to) {
    return Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              try (in) {
                to.drain(in);
              } catch (IOException e) {
                return; // the process was ended; what it wrote is kept
              }
            });
  }
}
