package dev.sluice.proving.environment.debian;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Says what a build is at whenever that changes, and every few seconds that it is still there. */
final class BuildProgress implements AutoCloseable {
  private static final Duration LOOK = Duration.ofMillis(500);
  private static final Duration SILENCE_AT_MOST = Duration.ofSeconds(8);

  private final String what;
  private final Path stage;
  private final Consumer<String> progress;
  private final long startedNanos = System.nanoTime();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread teller;

  /**
   * Begins to tell.
   *
   * @param what is being made
   * @param stage file with what is being done, replaced by the build
   */
  BuildProgress(String what, Path stage, Consumer<String> progress) {
    this.what = what;
    this.stage = stage;
    this.progress = progress;
    this.teller = Thread.ofVirtual().start(this::tell);
  }

  private void tell() {
    String said = "";
    long saidNanos = startedNanos;
    try {
      while (!ended.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
        String now = read();
        boolean silent = System.nanoTime() - saidNanos > SILENCE_AT_MOST.toNanos();
        if (!now.isEmpty() && (silent || !now.equals(said))) {
          progress.accept(what + ": " + now + " (" + elapsed().toSeconds() + " s)");
          said = now;
          saidNanos = System.nanoTime();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String read() {
    try {
      return Files.exists(stage) ? Files.readString(stage).strip() : "";
    } catch (IOException e) {
      return ""; // replaced just now
    }
  }

  Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - startedNanos);
  }

  @Override
  public void close() {
    ended.countDown();
    teller.interrupt();
  }
}
