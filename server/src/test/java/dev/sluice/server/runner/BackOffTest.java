package dev.sluice.server.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BackOffTest {
  private static List<Long> pauses(int failures, double chance) {
    var backOff = new BackOff();
    List<Long> pauses = new ArrayList<>();
    for (int i = 0; i < failures; i++) {
      pauses.add(backOff.next(chance).toMillis());
    }
    return pauses;
  }

  @Test
  void eachPauseIsTwiceTheOneBeforeWithinBounds() {
    assertThat(pauses(9, 0))
        .containsExactly(500L, 1_000L, 2_000L, 4_000L, 8_000L, 16_000L, 30_000L, 30_000L, 30_000L);
  }

  @Test
  void chanceTakesUpToHalfOfIt() {
    assertThat(pauses(2, 0.5)).containsExactly(375L, 750L);
    assertThat(pauses(100, 0.999_999)).allMatch(pause -> pause >= 250);
  }

  @Test
  void whatWorksAgainBeginsAnew() {
    var backOff = new BackOff();
    backOff.next(0);
    backOff.next(0);
    backOff.reset();
    assertThat(backOff.next(0)).isEqualTo(BackOff.FIRST);
  }
}
