package dev.sluice.acceptance.scenario;

import static org.assertj.core.api.Assertions.fail;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Waits on a condition of the outside world, with a limit. */
final class Until {
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private Until() {}

  /** What the supplier finds, or a failed test. */
  static <T> T found(String what, Duration limit, Supplier<Optional<T>> look) {
    long end = System.nanoTime() + limit.toNanos();
    while (System.nanoTime() < end) {
      Optional<T> seen = look.get();
      if (seen.isPresent()) {
        return seen.get();
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    return fail("%s: not within %d s", what, limit.toSeconds());
  }

  /** What is still there at the limit; empty as soon as nothing is. */
  static List<String> gone(Duration limit, Supplier<List<String>> look) {
    long end = System.nanoTime() + limit.toNanos();
    while (true) {
      List<String> still = look.get();
      if (still.isEmpty() || System.nanoTime() >= end) {
        return still;
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }
}
