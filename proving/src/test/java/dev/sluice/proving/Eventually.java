package dev.sluice.proving;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waits on a condition with a limit. */
public final class Eventually {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(5);

  private Eventually() {}

  /** What is waited for. */
  public interface Condition {
    boolean holds() throws Exception;
  }

  public static void eventually(Duration limit, String what, Condition condition) throws Exception {
    long until = System.nanoTime() + limit.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() > until) {
        throw new AssertionError("not within " + limit.toSeconds() + " s: " + what);
      }
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
    }
  }
}
