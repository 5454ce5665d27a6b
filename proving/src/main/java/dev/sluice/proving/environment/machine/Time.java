package dev.sluice.proving.environment.machine;

import java.time.Duration;

/** By which this driver waits where nothing tells it that a wait is over. Safe for any threads. */
interface Time {
  Time OF_THIS_HOST =
      new Time() {
        @Override
        public long nanos() {
          return System.nanoTime();
        }

        @Override
        public void pause(Duration length) throws InterruptedException {
          Thread.sleep(length);
        }
      };

  /** Nanoseconds since some moment; only differences mean something. */
  long nanos();

  /** Returns when so much time has passed. */
  void pause(Duration length) throws InterruptedException;
}
