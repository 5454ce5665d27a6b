package dev.sluice.acceptance.scenario;

import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A command that was started. */
final class Call {
  /** For a machine with all hands full; a quiet one takes a tenth. */
  static final Duration LIMIT = Duration.ofMinutes(5);

  private final List<String> words;
  private final Process process;
  private final Path out;
  private final Path err;

  Call(List<String> words, Process process, Path out, Path err) {
    this.words = words;
    this.process = process;
    this.out = out;
    this.err = err;
  }

  long pid() {
    return process.pid();
  }

  boolean isRunning() {
    return process.isAlive();
  }

  Ended ended() {
    return endedWithin(LIMIT);
  }

  Ended endedWithin(Duration limit) {
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        // It alone: what it started is to end by itself.
        process.destroyForcibly();
        fail(
            "%s: still running after %d s; it said:%n%s%s", words, limit.toSeconds(), out(), err());
      }
      return new Ended(process.exitValue(), out(), err());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Waits so long, unless it ends before. */
  void goOnFor(Duration time) {
    try {
      var _ = process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Sends a signal to the command alone, not to what it started. */
  void signal(String name) {
    Signals.send(name, Long.toString(pid()));
  }

  String out() {
    return read(out);
  }

  String err() {
    return read(err);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
