package dev.sluice.server.dispatch;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Wakes those who wait for work. */
final class Signals {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private long seen;
  private boolean closed;

  /** Changes with every signal: read it, look, and wait for the next. */
  long current() {
    lock.lock();
    try {
      return seen;
    } finally {
      lock.unlock();
    }
  }

  void give() {
    lock.lock();
    try {
      seen++;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Nobody waits from now on. */
  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until there was a signal after that one; false when the time is over before. */
  boolean awaitAfter(long known, long nanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = nanos;
      while (seen == known && !closed && left > 0) {
        left = changed.awaitNanos(left);
      }
      return seen != known && !closed;
    } finally {
      lock.unlock();
    }
  }
}
