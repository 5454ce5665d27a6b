package dev.sluice.proving.cause;

import java.time.Duration;
import java.util.Locale;

/**
 * The line that a console gets where a machine complains of a processor that stood still while its
 * host let it wait. A guest that prints the line itself wins a second attempt, and at most that
 * nobody can tell; never a pass.
 */
public final class BusyHost {
  private static final String BEGINS = "sluice: this host was busy: ";

  private BusyHost() {}

  /**
   * The line, on its own.
   *
   * @param share of one processor, 0 to 1
   * @param during what was looked at
   */
  public static String line(double share, Duration during) {
    return String.format(
        Locale.ROOT,
        "\n%sthe machine got %d %% of a processor in the last %d s\n",
        BEGINS,
        Math.round(share * 100),
        during.toSeconds());
  }

  static boolean isSaidBy(String line) {
    return line.startsWith(BEGINS);
  }
}
