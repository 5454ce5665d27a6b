package dev.sluice.server.dispatch;

import dev.sluice.server.event.TraceId;
import dev.sluice.server.ledger.LedgerException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Looks for leases that are over, once a second. */
public final class LeaseWatch implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(LeaseWatch.class.getName());
  private static final Duration EVERY = Duration.ofSeconds(1);

  private final Dispatcher dispatcher;
  private final Supplier<TraceId> traces;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;

  /**
   * Begins at once.
   *
   * @param traces a new one for each look
   */
  public LeaseWatch(Dispatcher dispatcher, Supplier<TraceId> traces) {
    this.dispatcher = dispatcher;
    this.traces = traces;
    this.thread = Thread.ofPlatform().daemon().name("leases").start(this::watch);
  }

  private void watch() {
    try {
      while (!closed.await(EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
        look();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() {
    try {
      dispatcher.sweep(traces.get());
    } catch (LedgerException | IllegalStateException e) {
      // The next look may find the store working again.
      LOG.log(System.Logger.Level.ERROR, "leases were not looked at: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      thread.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
