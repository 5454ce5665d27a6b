package dev.sluice.model.impact;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** Files made to take for ever. */
class HostileFileTest {
  private static final Duration BOUND = Duration.ofSeconds(30);

  /** All but one of so many, of which each needs all but two of so many again. */
  private static Impact deep(int wide) {
    String leaves =
        IntStream.range(0, wide * wide)
            .mapToObj("  s%d: { needs: [] }\n"::formatted)
            .collect(Collectors.joining());
    String choice =
        IntStream.range(0, wide)
            .mapToObj(
                i ->
                    "{ at-least: %d, of: [%s] }"
                        .formatted(
                            wide - 2,
                            IntStream.range(i * wide, (i + 1) * wide)
                                .mapToObj("s%d"::formatted)
                                .collect(Collectors.joining(", "))))
            .collect(Collectors.joining(", "));
    return Asked.admission(
        "{ at-least: %d, of: [%s] }".formatted(wide - 1, choice), "services:\n" + leaves);
  }

  @Test
  void deepChoicesEndInARefusalThatNamesItsBound() {
    Impact one = Objects.requireNonNull(deep(12).only("admission"));

    CutSets sets = Assertions.assertTimeoutPreemptively(BOUND, () -> CutSets.of(one, 6));
    assertThat(sets)
        .isInstanceOfSatisfying(
            CutSets.Refused.class,
            refused -> assertThat(refused.why()).contains("20,000", "order 6"));
  }

  @Test
  void theSameFileHasItsPairsAllTheSame() {
    Pairs pairs = Assertions.assertTimeoutPreemptively(BOUND, () -> deep(12).pairs());
    assertThat(pairs.all()).isZero();
  }

  @Test
  void aQuorumOfAThousandMillionHostsIsJustANumber() {
    HostBudget budget =
        Asked.admission(
                "[{ hosts: 999999999, in: all }]",
                "groups: { all: { hosts: 1000000000, runs: [] } }\n")
            .hostBudget();

    assertThat(budget.margins().getFirst().down()).isEqualTo(1);
  }

  @Test
  void aChainAsLongAsAFileMayBeIsNoDeepRecursion() {
    int most = 20_000;
    String chain =
        IntStream.range(0, most)
            .mapToObj(i -> "  s%d: { needs: [%s] }\n".formatted(i, i == 0 ? "" : "s" + (i - 1)))
            .collect(Collectors.joining());

    Impact impact = Asked.admission("[s%d]".formatted(most - 1), "services:\n" + chain);
    assertThat(Assertions.assertTimeoutPreemptively(BOUND, impact::singlePoints).sets())
        .hasSize(most);
  }
}
