package dev.sluice.cli.page;

import java.util.Locale;

/** Numbers with their units. */
final class Numbers {
  private Numbers() {}

  /** {@code 8,450}. */
  static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** {@code 1 host}, {@code 9 hosts}. */
  static String count(long number, String one) {
    return count(number) + " " + one + (number == 1 ? "" : "s");
  }
}
