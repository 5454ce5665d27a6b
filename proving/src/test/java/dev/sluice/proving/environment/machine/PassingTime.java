package dev.sluice.proving.environment.machine;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** This host's time, in which a pause is over at once and has lasted all the same. */
final class PassingTime implements Time {
  private final AtomicLong passed = new AtomicLong();

  @Override
  public long nanos() {
    return System.nanoTime() + passed.get();
  }

  @Override
  public void pause(Duration length) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    passed.addAndGet(length.toNanos());
  }

  /** How much of it was pauses. */
  Duration paused() {
    return Duration.ofNanos(passed.get());
  }
}
