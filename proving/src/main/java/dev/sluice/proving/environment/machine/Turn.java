package dev.sluice.proving.environment.machine;

import dev.sluice.proving.environment.EnvironmentException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Who has the one machine. Who comes later waits; but a run that has left the machine switched off
 * for long may itself be waiting for the one that waits here, as a failing run does for its control
 * run. Such a run loses the machine, and is told so if it comes back. Safe for several threads.
 */
final class Turn {
  private final String environment;
  private final Consumer<String> progress;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private @Nullable Holding holding;

  Turn(String environment, Consumer<String> progress) {
    this.environment = environment;
    this.progress = progress;
  }

  /** The machine in one run's hands. */
  static final class Holding {
    private final String name;
    private boolean inUse;
    private long idleSince = System.nanoTime();

    Holding(String name) {
      this.name = name;
    }
  }

  /**
   * Waits for the machine.
   *
   * @param patience how long a run may leave it switched off while another waits
   */
  Holding take(String name, Duration patience) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      if (holding != null) {
        progress.accept(name + " waits for " + environment + ", which another run has");
      }
      while (holding != null && left(holding, patience) > 0) {
        var _ = changed.awaitNanos(left(holding, patience));
      }
      if (holding != null) {
        progress.accept(
            name + " takes " + environment + " over from " + holding.name + ", which left it off");
      }
      holding = new Holding(name);
      return holding;
    } finally {
      lock.unlock();
    }
  }

  private static long left(Holding holding, Duration patience) {
    return holding.inUse
        ? TimeUnit.DAYS.toNanos(1)
        : holding.idleSince + patience.toNanos() - System.nanoTime();
  }

  /**
   * The run is about to use the machine.
   *
   * @throws EnvironmentException when another run was given it meanwhile
   */
  void use(Holding of) {
    lock.lock();
    try {
      if (holding != of) {
        throw new EnvironmentException(
            environment
                + " was given to another run, since "
                + of.name
                + " had left it switched off for long while that one waited");
      }
      of.inUse = true;
    } finally {
      lock.unlock();
    }
  }

  /** The run has switched the machine off and may come back. */
  void leave(Holding of) {
    lock.lock();
    try {
      of.inUse = false;
      of.idleSince = System.nanoTime();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The run does not come back. */
  void giveBack(Holding of) {
    lock.lock();
    try {
      if (holding == of) {
        holding = null;
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }
}
