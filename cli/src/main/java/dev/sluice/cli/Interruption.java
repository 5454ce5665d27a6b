package dev.sluice.cli;

import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C while virtual machines run: the thread that made this is interrupted, and the JVM does not
 * end before {@link #close}, so that the lab can end its machines and remove its files.
 */
final class Interruption implements AutoCloseable {
  private static final int MOST_SECONDS = 30;

  private final Thread worker = Thread.currentThread();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread hook;
  private final PrintStream err;
  private volatile boolean stopped;

  private Interruption(PrintStream err) {
    this.err = err;
    this.hook = new Thread(this::stop, "stop");
  }

  static Interruption handled(PrintStream err) {
    var interruption = new Interruption(err);
    Runtime.getRuntime().addShutdownHook(interruption.hook);
    return interruption;
  }

  /** Whether the program is ending; what came out of the lab after that is no result. */
  boolean isStopped() {
    return stopped;
  }

  private void stop() {
    stopped = true;
    worker.interrupt();
    try {
      boolean done = closed.await(MOST_SECONDS, TimeUnit.SECONDS);
      err.println(
          done
              ? "stopped: nothing was proven, no machine was left running"
              : "stopped: nothing was proven; the lab did not close within "
                  + MOST_SECONDS
                  + " s, what it left is cleared away by the next prove");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed.countDown();
    if (!stopped) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        stopped = true; // the hook is about to run
      }
    }
  }
}
