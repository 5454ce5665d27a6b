package dev.sluice.model.impact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.outcome.Outcome;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Against trying everything, on files of every shape. */
class CutSetsTest {
  private static final int FILES = 3_000;

  @Test
  void singleFailuresAndPairsAreThoseThatTryingEverythingFinds() {
    for (long seed = 0; seed < FILES; seed++) {
      String file = RandomFile.of(seed, 4 + (int) (seed % 6));
      Impact impact = Asked.of(file);
      var force = new BruteForce(impact.outcomes());
      List<CutSet> found =
          Stream.concat(impact.singlePoints().sets().stream(), impact.pairs().sets().stream())
              .toList();
      for (Outcome outcome : impact.outcomes().outcomes()) {
        Set<String> usual = force.cuts(outcome, false);
        Set<String> bare = force.cuts(outcome, true);
        Set<String> all = new TreeSet<>(usual);
        all.addAll(bare);
        assertThat(named(found, outcome, _ -> true)).as("seed %d:\n%s", seed, file).isEqualTo(all);
        Set<String> losing = new TreeSet<>(all);
        losing.removeIf(cut -> force.loss(outcome, Set.of(cut.split(" "))).held());
        assertThat(named(found, outcome, loss -> !loss.held()))
            .as("with nothing standing in, seed %d:\n%s", seed, file)
            .isEqualTo(losing);
        assertThat(losses(found, outcome))
            .as("and when, seed %d:\n%s", seed, file)
            .allSatisfy(
                (cut, loss) ->
                    assertThat(loss).isEqualTo(force.loss(outcome, Set.of(cut.split(" ")))));
      }
      assertThat(impact.pairs().all())
          .isEqualTo(impact.pairs().sets().stream().mapToLong(set -> set.losses().size()).sum());
    }
  }

  @Test
  void cutSetsOfOneOutcomeAgreeWithTheOtherSearch() {
    for (long seed = 0; seed < FILES; seed++) {
      Impact impact = Asked.of(RandomFile.of(seed, 4 + (int) (seed % 6)));
      var force = new BruteForce(impact.outcomes());
      for (Outcome outcome : impact.outcomes().outcomes()) {
        Impact one = Objects.requireNonNull(impact.only(outcome.name()));
        if (CutSets.of(one, 2) instanceof CutSets.All(var sets)) {
          assertThat(named(sets, outcome, _ -> true))
              .as("seed %d", seed)
              .isEqualTo(force.cuts(outcome, true));
        } else {
          throw new AssertionError("refused at seed " + seed);
        }
      }
    }
  }

  private static Set<String> named(
      List<CutSet> sets, Outcome outcome, Predicate<CutSet.Loss> which) {
    Map<String, CutSet.Loss> losses = losses(sets, outcome);
    losses.values().removeIf(which.negate());
    return losses.keySet();
  }

  private static Map<String, CutSet.Loss> losses(List<CutSet> sets, Outcome outcome) {
    Map<String, CutSet.Loss> losses = new TreeMap<>();
    for (CutSet set : sets) {
      String name =
          set.parts().stream()
              .flatMap(CutSetsTest::named)
              .sorted(CutSetsTest::inOrder)
              .collect(Collectors.joining(" "));
      set.losses().stream()
          .filter(loss -> loss.outcome().equals(outcome))
          .forEach(loss -> losses.put(name, loss));
    }
    return losses;
  }

  private static Stream<String> named(CutSet.Part part) {
    return switch (part.hosts()) {
      case 0 -> Stream.of(part.name());
      case 1 -> Stream.of(part.name() + "/1");
      default -> Stream.of(part.name() + "/1", part.name() + "/2");
    };
  }

  /** As in the file: groups before services, services by number. */
  private static int inOrder(String one, String other) {
    return one.charAt(0) != other.charAt(0)
        ? Character.compare(one.charAt(0), other.charAt(0))
        : one.compareTo(other);
  }

  @Test
  void threeThatStandInForOneAnotherAreACutSetOfThree() {
    Impact impact =
        Asked.admission(
            "{ any: [a, b, c] }",
            "services: { a: { needs: [] }, b: { needs: [] }, c: { needs: [] } }\n");
    Impact one = Objects.requireNonNull(impact.only("admission"));

    assertThat(CutSets.of(one, 2)).isEqualTo(new CutSets.All(List.of()));
    assertThat(CutSets.of(one, 3))
        .isInstanceOfSatisfying(
            CutSets.All.class,
            all ->
                assertThat(all.sets().getFirst().parts())
                    .extracting(CutSet.Part::name)
                    .containsExactlyInAnyOrder("a", "b", "c"));
  }
}
