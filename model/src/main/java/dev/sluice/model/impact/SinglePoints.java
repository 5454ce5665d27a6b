package dev.sluice.model.impact;

import dev.sluice.model.outcome.Outcome;
import dev.sluice.model.outcome.Thing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Every single failure that loses an outcome, found by {@link LossesInTime}; those with nothing
 * standing in first, then by the people affected, then by the time until harm.
 *
 * @param notKnown outcomes that hang on what the file leaves open, so that they may have more
 */
public record SinglePoints(List<CutSet> sets, List<NotKnown> notKnown) {
  public SinglePoints {
    sets = List.copyOf(sets);
    notKnown = List.copyOf(notKnown);
  }

  /** An outcome with what would have to be written down. */
  public record NotKnown(Outcome outcome, List<Answer.Open> open) {
    public NotKnown {
      open = List.copyOf(open);
    }
  }

  /** A set with what it is ranked by, each found once. */
  private record Ranked(
      CutSet set, long people, boolean bare, long peopleHeld, Duration harm, String name) {
    static Ranked of(CutSet set) {
      return new Ranked(
          set,
          set.people(),
          set.isBare(),
          set.peopleHeld(),
          orNever(set.harmAfter()),
          set.parts().stream().map(CutSet.Part::spoken).toList().toString());
    }
  }

  private static final Comparator<Ranked> WORST_FIRST =
      Comparator.comparingLong(Ranked::people)
          .thenComparing(Ranked::bare)
          .thenComparingLong(Ranked::peopleHeld)
          .reversed()
          .thenComparing(Ranked::harm)
          .thenComparing(Ranked::name);

  static List<CutSet> worstFirst(List<CutSet> sets) {
    return sets.stream().map(Ranked::of).sorted(WORST_FIRST).map(Ranked::set).toList();
  }

  static Duration orNever(@Nullable Duration duration) {
    return duration == null ? Duration.ofMillis(Spread.NEVER) : duration;
  }

  static SinglePoints of(Impact impact) {
    return new SinglePoints(worstFirst(SingleFailures.of(impact)), notKnown(impact.anatomy()));
  }

  static final Comparator<CutSet.Loss> WORST_LOSS_FIRST =
      Comparator.comparing(CutSet.Loss::held)
          .thenComparing(
              Comparator.<CutSet.Loss>comparingLong(
                      loss -> loss.outcome().people() == null ? -1 : loss.outcome().people())
                  .reversed())
          .thenComparing(loss -> orNever(loss.harmAfter()));

  /** Outcomes whose needs reach what is left open, from below: one pass. */
  static List<NotKnown> notKnown(Anatomy anatomy) {
    List<NotKnown> notKnown = new ArrayList<>();
    if (anatomy.outcomes().things().stream().allMatch(thing -> thing.unwritten().isEmpty())) {
      return notKnown;
    }
    for (Anatomy.Parts parts : anatomy.parts()) {
      List<Answer.Open> open = new ArrayList<>();
      // What may have to hold it too: a fallback is no better known than what it needs.
      for (int node : below(anatomy.graph(), parts.whole())) {
        Thing thing = anatomy.thing(node);
        if (thing != null) {
          thing.unwritten().forEach(one -> open.add(new Answer.Open(thing.name(), one.what())));
        }
      }
      if (!open.isEmpty()) {
        notKnown.add(new NotKnown(parts.outcome(), open));
      }
    }
    return notKnown;
  }

  static List<Integer> below(Graph graph, int node) {
    List<Integer> found = new ArrayList<>();
    var seen = new BitSet();
    seen.set(node);
    // Children come before their parents: down from the node, every one is met after all above it.
    for (int next = node; next >= 0; next = seen.previousSetBit(next - 1)) {
      found.add(next);
      for (int edge = graph.from()[next]; edge < graph.from()[next + 1]; edge++) {
        if (graph.effect()[edge] != Graph.NOTHING) {
          seen.set(graph.child()[edge]);
        }
      }
      if (next == 0) {
        break;
      }
    }
    return found;
  }
}
