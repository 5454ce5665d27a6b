package dev.sluice.model.impact;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Against following each failure by itself. */
class LossesInTimeTest {
  private static final int FILES = 100;

  /** More than two words of candidates, of which most are bridged somewhere. */
  private static final int THINGS = 150;

  private static long[] moments(LossesInTime steps, int node, int failures) {
    long[] moments = new long[failures];
    Arrays.fill(moments, Spread.NEVER);
    for (int step = steps.first(node); step < steps.first(node + 1); step++) {
      for (int failure = 0; failure < failures; failure++) {
        if ((steps.row(step, failure >> 6) >>> failure & 1) != 0) {
          if (moments[failure] != Spread.NEVER) {
            throw new AssertionError("failure " + failure + " is in two steps of node " + node);
          }
          moments[failure] = steps.moment(step);
        }
      }
    }
    return moments;
  }

  private static void isAsFollowed(Anatomy anatomy, int beside) {
    int[] nodes = Candidates.of(anatomy).nodes();
    var steps = new LossesInTime(anatomy.graph(), nodes.length);
    assertThat(steps.fill(nodes, 0, nodes.length, beside)).isTrue();
    long[][] followed = new long[nodes.length][anatomy.graph().size()];
    Spread spread = anatomy.spread();
    for (int failure = 0; failure < nodes.length; failure++) {
      spread.clear();
      spread.fail(nodes[failure], 0);
      if (beside >= 0) {
        spread.fail(beside, 0);
      }
      spread.settle();
      for (int node = 0; node < anatomy.graph().size(); node++) {
        followed[failure][node] = spread.lost(node);
      }
    }
    for (int node = 0; node < anatomy.graph().size(); node++) {
      int at = node;
      assertThat(moments(steps, node, nodes.length))
          .isEqualTo(Arrays.stream(followed).mapToLong(lost -> lost[at]).toArray());
    }
  }

  @Test
  void everyNodeIsLostWhenFollowingTheFailureSaysSo() {
    for (long seed = 0; seed < FILES; seed++) {
      Anatomy anatomy = Asked.of(RandomFile.of(seed, THINGS)).anatomy();
      isAsFollowed(anatomy, -1);
      int[] nodes = Candidates.of(anatomy).nodes();
      isAsFollowed(anatomy, nodes[(int) (seed % nodes.length)]);
    }
  }

  /** Each needs the one before it, and bridges the lack of it for another while. */
  private static Impact chain(int length) {
    return Asked.admission(
        "[s%d]".formatted(length - 1),
        IntStream.range(1, length)
            .mapToObj(
                i -> "  s%d: { needs: [{ need: s%d, holds-for: %d m }] }\n".formatted(i, i - 1, i))
            .collect(Collectors.joining("", "services:\n  s0: { needs: [] }\n", "")));
  }

  @Test
  void aMomentForEveryFailureIsGivenUpAndAnsweredAllTheSame() {
    int length = 500;
    Impact impact = chain(length);
    int[] nodes = Candidates.of(impact.anatomy()).nodes();
    var steps = new LossesInTime(impact.anatomy().graph(), nodes.length);
    assertThat(steps.fill(nodes, 0, nodes.length, -1)).isFalse();

    List<Long> minutes = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      minutes.add(IntStream.rangeClosed(i + 1, length - 1).asLongStream().sum());
    }
    assertThat(impact.singlePoints().sets())
        .extracting(set -> set.losses().getFirst().lostAfter().toMinutes())
        .containsExactlyInAnyOrderElementsOf(minutes);
  }

  @Test
  void aLackBridgedForLongerThanAnybodyLivesIsGivenUp() {
    String services =
        IntStream.range(1, 100)
            .mapToObj(
                i -> "  s%d: { needs: [{ need: s%d, holds-for: 365 d }] }\n".formatted(i, i - 1))
            .collect(Collectors.joining("", "services:\n  s0: { needs: [] }\n", ""));
    Impact impact = Asked.admission("[s99]", services);
    int[] first = {impact.anatomy().at("s0")};
    var steps = new LossesInTime(impact.anatomy().graph(), 1);

    assertThat(steps.fill(first, 0, 1, -1)).isFalse();
    assertThat(impact.singlePoints().sets())
        .extracting(set -> set.losses().getFirst().lostAfter().toDays())
        .contains(0L, 99 * 365L);
  }
}
