package dev.sluice.proving.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlakinessTest {
  private static List<Boolean> runs(int flakes, int of) {
    List<Boolean> runs = new ArrayList<>(Collections.nCopies(flakes, true));
    runs.addAll(Collections.nCopies(of - flakes, false));
    return runs;
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 10, false",
    "2, 2, 10, false", // too few to say
    "3, 3, 10, true",
    "3, 29, 10, true",
    "3, 30, 10, false", // at the limit is not above it
    "5, 50, 10, false",
    "6, 50, 10, true",
    "3, 50, 0, true",
    "50, 50, 100, false"
  })
  void anEnvironmentAboveItsLimitGivesNoProofs(int flakes, int of, int most, boolean withholds) {
    assertThat(Flakiness.of(runs(flakes, of), most).withholdsProofs()).isEqualTo(withholds);
  }

  @Test
  void theOldestBeyondTheWindowDoNotCount() {
    List<Boolean> newestFirst = runs(2, 50);
    newestFirst.addAll(runs(50, 50));

    assertThat(Flakiness.of(newestFirst, 10)).isEqualTo(new Flakiness(2, 50, 10));
  }
}
