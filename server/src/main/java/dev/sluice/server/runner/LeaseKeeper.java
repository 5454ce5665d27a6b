package dev.sluice.server.runner;

import dev.sluice.server.wire.Assignment;
import dev.sluice.server.wire.Renewal;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Renews one lease from a thread of its own while the work goes on, and interrupts the worker at
 * once when the lease is lost. A server that is away takes no lease: only its word does, or its
 * being away for too long.
 */
final class LeaseKeeper {
  /** Without a word from the server for so long, somebody else surely has the run. */
  static final Duration MOST_ALONE = Duration.ofMinutes(10);

  private static final Duration MOST_SELDOM = Duration.ofSeconds(2);
  private static final int RENEWALS_A_LEASE = 4;
  private static final int MOST_LINES = 200;
  private static final int MOST_KEPT = 2_000;
  private static final int MOST_CHARACTERS = 1_000;

  private final WorkSource source;
  private final Assignment assignment;
  private final Pace pace;
  private final Thread worker;
  private final Duration interval;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<String> lines = new ArrayDeque<>();
  private long heard;
  private boolean begun;
  private boolean urgent;
  private boolean closed;
  private boolean lost;

  /** Keeps nothing yet. */
  LeaseKeeper(WorkSource source, Assignment assignment, Pace pace) {
    this.source = source;
    this.assignment = assignment;
    this.pace = pace;
    this.worker = Thread.currentThread();
    Duration share = Duration.ofSeconds(assignment.leaseSeconds()).dividedBy(RENEWALS_A_LEASE);
    this.interval = share.compareTo(MOST_SELDOM) < 0 ? share : MOST_SELDOM;
    this.heard = pace.nanos();
  }

  /** Begins to keep the lease for the thread that made this. */
  void keep() {
    Thread.ofPlatform().daemon().name("lease " + assignment.run()).start(this::renew);
  }

  /** All that is needed is here; the server is told at once. */
  void begun() {
    lock.lock();
    try {
      begun = true;
      urgent = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** A line to go with the next renewal; of very many the oldest are dropped. */
  void said(String line) {
    lock.lock();
    try {
      lines.addLast(line.length() > MOST_CHARACTERS ? line.substring(0, MOST_CHARACTERS) : line);
      if (lines.size() > MOST_KEPT) {
        lines.removeFirst();
      }
    } finally {
      lock.unlock();
    }
  }

  boolean isLost() {
    lock.lock();
    try {
      return lost;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Ends it; to be called by the worker. Afterwards no interrupt comes from here, and none that
   * came is left.
   *
   * @return whether the lease was lost
   */
  boolean close() {
    lock.lock();
    try {
      closed = true;
      changed.signal();
      if (lost) {
        Thread.interrupted();
      }
      return lost;
    } finally {
      lock.unlock();
    }
  }

  private void renew() {
    try {
      while (isToGoOn()) {
        if (!renewed()) {
          lose();
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isToGoOn() throws InterruptedException {
    lock.lock();
    try {
      long left = interval.toNanos();
      while (left > 0 && !closed && !urgent) {
        left = changed.awaitNanos(left);
      }
      urgent = false;
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  private boolean renewed() throws InterruptedException {
    Renewal renewal = renewal();
    try {
      boolean kept = source.renew(assignment, renewal);
      heard = pace.nanos();
      return kept;
    } catch (WorkRefused e) {
      return false;
    } catch (IOException | RuntimeException | Error e) {
      putBack(renewal.lines());
      return pace.nanos() - heard < MOST_ALONE.toNanos();
    }
  }

  private Renewal renewal() {
    lock.lock();
    try {
      List<String> some = new ArrayList<>();
      while (some.size() < MOST_LINES && !lines.isEmpty()) {
        some.add(lines.removeFirst());
      }
      return new Renewal(assignment.attempt(), begun, some);
    } finally {
      lock.unlock();
    }
  }

  private void putBack(List<String> unsaid) {
    lock.lock();
    try {
      unsaid.reversed().forEach(lines::addFirst);
    } finally {
      lock.unlock();
    }
  }

  private void lose() {
    lock.lock();
    try {
      if (!closed) {
        lost = true;
        worker.interrupt();
      }
    } finally {
      lock.unlock();
    }
  }
}
