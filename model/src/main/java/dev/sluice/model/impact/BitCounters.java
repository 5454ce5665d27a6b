package dev.sluice.model.impact;

import java.util.Arrays;

/**
 * A counter for each bit of a row, 64 to a word: digit {@code d} of all counters of a word is one
 * word of plane {@code d}, so that adding a row is adding a carry, plane by plane. Positional
 * popcount by carry-save adders, as in H. S. Warren, "Hacker's Delight", 2nd edition, 2012, 5-1.
 */
final class BitCounters {
  private final int words;
  private final long[][] planes;
  private int used;

  BitCounters(int words) {
    this.words = words;
    planes = new long[Integer.SIZE][words];
  }

  /** Back to zero. */
  void clear() {
    for (int plane = 0; plane < used; plane++) {
      Arrays.fill(planes[plane], 0);
    }
    used = 0;
  }

  /** Counts the bits of a row, from a word of it on. */
  void add(long[] row, int at, int firstWord) {
    for (int w = firstWord; w < words; w++) {
      long carry = row[at + w];
      for (int plane = 0; carry != 0; plane++) {
        long both = planes[plane][w] & carry;
        planes[plane][w] ^= carry;
        carry = both;
        used = Math.max(used, plane + 1);
      }
    }
  }

  /** Of the counters of a word, those that stand at a number or above. */
  long atLeast(int number, int w) {
    if (Integer.SIZE - Integer.numberOfLeadingZeros(number) > used) {
      return 0;
    }
    long greater = 0;
    long equal = -1;
    for (int plane = used - 1; plane >= 0; plane--) {
      if ((number >> plane & 1) != 0) {
        equal &= planes[plane][w];
      } else {
        greater |= equal & planes[plane][w];
        equal &= ~planes[plane][w];
      }
    }
    return greater | equal;
  }
}
