package dev.sluice.server.content;

import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Between looking whether content is here and naming it in the log, nothing may remove it. Whoever
 * does so holds all content meanwhile, as many at once as want to; whoever removes is alone. Both
 * let go on the thread that took hold.
 */
public final class Holds {
  private final ReadWriteLock lock = new ReentrantReadWriteLock();

  /** Until it is closed. */
  public interface Held extends AutoCloseable {
    @Override
    void close();
  }

  /** Nothing is removed meanwhile; to be short. */
  public Held hold() {
    return taken(lock.readLock());
  }

  /** Nobody relies on what is here meanwhile, so that it may be removed. */
  public Held alone() {
    return taken(lock.writeLock());
  }

  private static Held taken(Lock lock) {
    lock.lock();
    return lock::unlock;
  }
}
