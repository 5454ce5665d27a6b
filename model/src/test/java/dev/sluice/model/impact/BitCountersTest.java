package dev.sluice.model.impact;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class BitCountersTest {
  private static final int WORDS = 3;
  private static final int MOST_ROWS = 40;

  @Test
  void everyBitIsCountedByItself() {
    var random = new Random(7);
    var counters = new BitCounters(WORDS);
    for (int rows = 0; rows < MOST_ROWS; rows++) {
      counters.clear();
      int[] counted = new int[WORDS * 64];
      for (int i = 0; i < rows; i++) {
        long[] row = random.longs(WORDS + 1).toArray();
        counters.add(row, 1, 0);
        for (int bit = 0; bit < counted.length; bit++) {
          counted[bit] += (int) (row[1 + (bit >> 6)] >>> bit & 1);
        }
      }
      for (int number = 1; number <= MOST_ROWS; number++) {
        for (int bit = 0; bit < counted.length; bit++) {
          assertThat(counters.atLeast(number, bit >> 6) >>> bit & 1)
              .as("%d of %d rows, at least %d", counted[bit], rows, number)
              .isEqualTo(counted[bit] >= number ? 1 : 0);
        }
      }
    }
  }

  @Test
  void wordsBeforeTheFirstAreLeftAlone() {
    var counters = new BitCounters(2);
    counters.add(new long[] {-1, 5}, 0, 1);

    assertThat(counters.atLeast(1, 0)).isZero();
    assertThat(counters.atLeast(1, 1)).isEqualTo(5);
  }
}
