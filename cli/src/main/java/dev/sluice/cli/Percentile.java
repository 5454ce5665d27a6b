package dev.sluice.cli;

import java.util.Arrays;

/** Of measured times. */
final class Percentile {
  private Percentile() {}

  /** The smallest time that 99 of 100 do not exceed, by the nearest rank. */
  static long ninetyNinth(long[] nanos) {
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    return sorted[(int) Math.ceil(sorted.length * 0.99) - 1];
  }
}
