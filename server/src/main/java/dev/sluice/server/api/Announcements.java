package dev.sluice.server.api;

import dev.sluice.server.event.Entry;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.ledger.Ledger;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Wakes whoever waits for something to happen. What happened is read from the ledger, so that
 * nothing is lost and a slow reader holds nobody up.
 */
public final class Announcements implements AutoCloseable {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<ProductName, Long> newest = new HashMap<>();
  private boolean closed;

  public Announcements(Ledger ledger) {
    ledger.listen(this::announce);
  }

  private void announce(List<Entry> entries) {
    lock.lock();
    try {
      for (Entry entry : entries) {
        newest.merge(entry.product(), entry.number(), Math::max);
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until a product has an event with a larger number, for so long.
   *
   * @return whether it has; false too once the server stops
   */
  public boolean awaitAfter(ProductName product, long number, Duration time)
      throws InterruptedException {
    long left = time.toNanos();
    lock.lock();
    try {
      while (!closed && newest.getOrDefault(product, 0L) <= number) {
        if (left <= 0) {
          return false;
        }
        left = changed.awaitNanos(left);
      }
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  /** Whether the server stops. */
  public boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  /** Lets everybody go who waits. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
