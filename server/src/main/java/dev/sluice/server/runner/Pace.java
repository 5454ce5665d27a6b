package dev.sluice.server.runner;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Time and chance, as a runner needs them. */
public interface Pace {
  void pause(Duration time) throws InterruptedException;

  /** From 0 to below 1. */
  double chance();

  /** A clock that never goes back. */
  long nanos();

  /** The machine's own. */
  static Pace real(RandomGenerator random) {
    return new Pace() {
      @Override
      public void pause(Duration time) throws InterruptedException {
        Thread.sleep(time);
      }

      @Override
      public double chance() {
        return random.nextDouble();
      }

      @Override
      public long nanos() {
        return System.nanoTime();
      }
    };
  }
}
