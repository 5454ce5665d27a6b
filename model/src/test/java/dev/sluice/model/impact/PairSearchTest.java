package dev.sluice.model.impact;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PairSearchTest {
  private static final int SPARES = 3_000;
  private static final int FILES = 200;

  /** So many things that are needed, each with another that stands in for it. */
  private static Impact spares(int count) {
    String things =
        IntStream.range(0, 2 * count)
            .mapToObj("  s%d: { needs: [] }\n"::formatted)
            .collect(Collectors.joining());
    String needs =
        IntStream.range(0, count)
            .mapToObj(i -> "{ any: [s%d, s%d] }".formatted(i, i + count))
            .collect(Collectors.joining(", ", "[", "]"));
    return Asked.admission(needs, "services:\n" + things);
  }

  @Test
  void partnersAreFoundHoweverFarApartTheyAre() {
    Impact impact = spares(SPARES);
    Anatomy anatomy = impact.anatomy();
    assertThat(new Losses(anatomy.graph(), 2 * SPARES).stretch())
        .as("they do not all have rows at once")
        .isLessThan(SPARES);

    Pairs pairs = impact.pairs();
    assertThat(pairs.all()).isEqualTo(SPARES);
    assertThat(pairs.sets())
        .hasSize(SPARES)
        .allSatisfy(
            set -> {
              List<Integer> numbers =
                  set.parts().stream()
                      .map(part -> Integer.valueOf(part.name().substring(1)))
                      .toList();
              assertThat(numbers.getLast() - numbers.getFirst()).isEqualTo(SPARES);
            });
  }

  @Test
  void ofTooManyTheLowestAreFoundAndTheRestIsCounted() {
    for (long seed = 0; seed < FILES; seed++) {
      Anatomy anatomy = Asked.of(RandomFile.of(seed, 30)).anatomy();
      Candidates candidates = Candidates.of(anatomy);
      PairSearch whole = PairSearch.all(anatomy, candidates, Integer.MAX_VALUE);
      int many = whole.found().size();
      assertThat(PairSearch.all(anatomy, candidates, many).found()).isEqualTo(whole.found());
      if (many == 0) {
        continue;
      }
      PairSearch part = PairSearch.all(anatomy, candidates, many - 1);
      assertThat(part.isWhole()).isFalse();
      assertThat(part.found()).isEmpty();
      assertThat(part.count()).isEqualTo(whole.count());
      assertThat(PairSearch.lowest(anatomy, candidates, many - 1).found())
          .hasSize(many - 1)
          .isSubsetOf(whole.found());
    }
  }
}
