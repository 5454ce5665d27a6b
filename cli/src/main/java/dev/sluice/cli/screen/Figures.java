package dev.sluice.cli.screen;

import java.time.Duration;
import java.util.Locale;

/** Numbers with their units. */
final class Figures {
  private static final double KILO = 1000.0;
  private static final int MINUTE = 60;

  private Figures() {}

  /** {@code 1.4 s}, {@code 2 m 05 s}. */
  static String seconds(Duration duration) {
    double seconds = duration.toMillis() / KILO;
    if (seconds < MINUTE - 0.05) {
      return String.format(Locale.ROOT, "%.1f s", seconds);
    }
    long whole = Math.round(seconds);
    return String.format(Locale.ROOT, "%d m %02d s", whole / MINUTE, whole % MINUTE);
  }

  /** Rounded, for predictions: {@code 7 s}, {@code 3 m}. */
  static String about(Duration duration) {
    long seconds = Math.max(1, Math.round(duration.toMillis() / KILO));
    return seconds < 2 * MINUTE ? seconds + " s" : Math.round(seconds / (double) MINUTE) + " m";
  }

  /** {@code 512 B}, {@code 1.1 kB}. */
  static String bytes(long bytes) {
    if (bytes < KILO) {
      return bytes + " B";
    }
    double amount = bytes / KILO;
    for (String unit : new String[] {"kB", "MB"}) {
      if (amount < KILO) {
        return String.format(Locale.ROOT, "%.1f %s", amount, unit);
      }
      amount /= KILO;
    }
    return String.format(Locale.ROOT, "%.1f GB", amount);
  }

  /** {@code 8,450}. */
  static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** {@code 1 check}, {@code 9 checks}. */
  static String count(long number, String one) {
    return count(number) + " " + one + (number == 1 ? "" : "s");
  }
}
