package dev.sluice.proving.run;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * As many boots at once as there are cores, since more only slow each other down; who waits is
 * served by urgency, then by how many boots are still to come, so that no long run is left alone at
 * the end, then by risk.
 */
final class BootPermits {
  /**
   * Who asks for a boot.
   *
   * @param urgency smaller first
   * @param remaining boots of the same run still to come, this one included; larger first
   * @param rank in the plan; smaller first
   */
  record Claim(int urgency, int remaining, int rank) {}

  private static final Comparator<Claim> ORDER =
      Comparator.comparingInt(Claim::urgency)
          .thenComparingInt(claim -> -claim.remaining())
          .thenComparingInt(Claim::rank);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final PriorityQueue<Waiting> waiting;
  private int free;
  private boolean open;
  private long arrivals;

  private record Waiting(Claim claim, long arrival) {}

  BootPermits(int cores) {
    if (cores < 1) {
      throw new IllegalArgumentException("no cores");
    }
    free = cores;
    waiting =
        new PriorityQueue<>(
            Comparator.comparing(Waiting::claim, ORDER).thenComparingLong(Waiting::arrival));
  }

  void acquire(Claim claim) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      Waiting self = new Waiting(claim, arrivals++);
      waiting.add(self);
      try {
        changed.signalAll();
        while (!open || free == 0 || !self.equals(waiting.peek())) {
          changed.await();
        }
        free--;
      } finally {
        waiting.remove(self);
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Takes a permit that nobody waits for, if there is one. */
  boolean tryAcquire() {
    lock.lock();
    try {
      if (!open || free == 0 || !waiting.isEmpty()) {
        return false;
      }
      free--;
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Hands out nothing until so many wait, so that the first boots go by rank, not by luck. */
  void openWhenWaiting(int claims) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (waiting.size() < claims) {
        changed.await();
      }
      open = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void release() {
    lock.lock();
    try {
      free++;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
