package dev.sluice.server.runner;

import java.time.Duration;

/**
 * How long to wait after each failure in a row: twice as long each time, within bounds, and by
 * chance up to half less, so that many runners do not come back in one moment.
 */
final class BackOff {
  static final Duration FIRST = Duration.ofMillis(500);
  static final Duration MOST = Duration.ofSeconds(30);

  private static final int MOST_DOUBLINGS = 16;

  private int failures;

  /**
   * After one more failure.
   *
   * @param chance from 0 to below 1
   */
  Duration next(double chance) {
    int doublings = Math.min(failures++, MOST_DOUBLINGS);
    long whole = Math.min(FIRST.toMillis() << doublings, MOST.toMillis());
    return Duration.ofMillis(whole - (long) (whole * chance / 2));
  }

  /** It works again. */
  void reset() {
    failures = 0;
  }
}
