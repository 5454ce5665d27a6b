package dev.sluice.server.api;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Ends what takes too long: interrupts the thread that began it, which closes the socket it waits
 * on. A timeout for each read alone would let a client drip its bytes for days.
 */
final class Deadlines implements AutoCloseable {
  private final ScheduledThreadPoolExecutor timer;

  Deadlines() {
    timer =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("sluice-deadlines").factory());
    timer.setRemoveOnCancelPolicy(true);
  }

  /** Begins one for the current thread. */
  Deadline within(Duration time) {
    Deadline deadline = new Deadline(Thread.currentThread());
    deadline.future = timer.schedule(deadline::pass, time.toMillis(), TimeUnit.MILLISECONDS);
    return deadline;
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }

  /** To be closed by the thread that began it. */
  static final class Deadline implements AutoCloseable {
    private final Thread thread;
    private @Nullable ScheduledFuture<?> future;
    private boolean over;
    private boolean passed;

    private Deadline(Thread thread) {
      this.thread = thread;
    }

    private synchronized void pass() {
      if (!over) {
        passed = true;
        thread.interrupt();
      }
    }

    /** Whether it was not kept. */
    synchronized boolean hasPassed() {
      return passed;
    }

    /** No interrupt comes after this. */
    @Override
    public synchronized void close() {
      over = true;
      if (future != null) {
        future.cancel(false);
      }
    }
  }
}
