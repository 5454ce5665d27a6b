package dev.sluice.model.impact;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ManyFailuresTest {
  private static final int FILES = 200;
  private static final int THINGS = 150;

  @Test
  void togetherTheyDoWhatTheyDoInTurn() {
    int compared = 0;
    for (long seed = 0; seed < FILES; seed++) {
      Impact impact = Asked.of(RandomFile.of(seed, THINGS));
      int[] nodes = Candidates.of(impact.anatomy()).nodes();
      var many = new ManyFailures(impact, impact.anatomy().parts(), nodes.length);
      int[] others = {ManyFailures.ALONE, nodes[(int) (seed % nodes.length)]};
      for (int beside : others) {
        int from = (int) (seed % 3);
        Map<String, CutSet.Loss> together = new TreeMap<>();
        many.together(
            nodes,
            from,
            nodes.length,
            beside,
            (failure, outcome, loss) -> told(together, failure, outcome, loss));
        Map<String, CutSet.Loss> inTurn = new TreeMap<>();
        many.inTurn(
            nodes,
            from,
            nodes.length,
            beside,
            (failure, outcome, loss) -> told(inTurn, failure, outcome, loss));
        assertThat(together).as("seed %d beside %d", seed, beside).isEqualTo(inTurn);
        compared += together.size();
      }
    }
    assertThat(compared).isGreaterThan(FILES * THINGS / 10);
  }

  private static void told(
      Map<String, CutSet.Loss> losses, int failure, int outcome, CutSet.Loss loss) {
    assertThat(losses.put(failure + " " + outcome, loss)).as("told twice").isNull();
  }
}
