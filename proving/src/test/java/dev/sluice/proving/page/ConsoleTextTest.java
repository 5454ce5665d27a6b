package dev.sluice.proving.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConsoleTextTest {
  private static final ConsoleText PASSED =
      ConsoleText.of("[ 0.10] start 1\n[ 0.20] rule 7 ok\n[ 0.30] ready\n");

  @Test
  void aKernelsComplaintIsTheFirstAbnormalLine() {
    ConsoleText failed =
        ConsoleText.of("[ 0.11] start 2\n[ 0.19] new words\n[ 0.20] BUG: soft lockup\n");

    assertThat(failed.firstAbnormal(PASSED)).hasValue(2);
  }

  @Test
  void elseItIsTheFirstThatAConsoleThatPassedDoesNotHave() {
    ConsoleText failed = ConsoleText.of("[ 0.11] start 2\n[ 0.19] rule 8 ok\n[ 0.20] rejected\n");

    assertThat(failed.firstAbnormal(PASSED)).hasValue(2);
    assertThat(failed.placeIn(PASSED, 2)).hasValue(1);
  }

  @Test
  void timesAndNumbersAloneAreNotAbnormal() {
    ConsoleText failed = ConsoleText.of("[ 9.91] start 12\n[ 9.92] rule 0x7f ok\n");

    assertThat(failed.firstAbnormal(PASSED)).isEmpty();
  }

  @Test
  void withNothingToCompareNothingIsCalledAbnormal() {
    assertThat(ConsoleText.of("a\nb\n").firstAbnormal(ConsoleText.of(""))).isEmpty();
  }

  @Test
  void anEmptyConsoleHasNoPlace() {
    ConsoleText empty = ConsoleText.of("");

    assertThat(empty.firstAbnormal(PASSED)).isEmpty();
    assertThat(empty.placeIn(PASSED, 0)).isEmpty();
    assertThat(empty.end(5).lines()).isEmpty();
  }
}
