package dev.sluice.model.impact;

import dev.sluice.model.outcome.Outcome;
import dev.sluice.model.outcome.Thing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Every single failure that loses an outcome, found by {@link Losses}; those with nothing standing
 * in first, then by the people affected, then by the time until harm.
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

  static final Comparator<CutSet> WORST_FIRST =
      Comparator.comparingLong(CutSet::people)
          .thenComparing(CutSet::isBare)
          .thenComparingLong(CutSet::peopleHeld)
          .reversed()
          .thenComparing(set -> orNever(set.harmAfter()))
          .thenComparing(set -> set.parts().stream().map(CutSet.Part::spoken).toList().toString());

  static Duration orNever(@Nullable Duration duration) {
    return duration == null ? Duration.ofMillis(Spread.NEVER) : duration;
  }

  static SinglePoints of(Impact impact) {
    Anatomy anatomy = impact.anatomy();
    Candidates candidates = Candidates.of(anatomy);
    List<CutSet> sets = new ArrayList<>();
    Spread spread = anatomy.spread();
    var timeline = new Timeline(anatomy, spread, impact.today());
    BitSet losing = losing(anatomy, candidates);
    for (int at = losing.nextSetBit(0); at >= 0; at = losing.nextSetBit(at + 1)) {
      if (!candidates.isSecondHost(at)) {
        spread.clear();
        spread.fail(candidates.nodes()[at], 0);
        spread.settle();
        sets.add(new CutSet(candidates.parts(at), losses(anatomy, timeline)));
      }
    }
    sets.sort(WORST_FIRST);
    return new SinglePoints(sets, notKnown(anatomy));
  }

  /** The candidates whose failure loses any outcome, as usual. */
  static BitSet losing(Anatomy anatomy, Candidates candidates) {
    var losses = new Losses(anatomy.graph(), candidates.count());
    var losing = new BitSet(candidates.count());
    for (int first = 0; first < candidates.count(); first += losses.stretch()) {
      losses.fill(candidates.nodes(), first);
      for (Anatomy.Parts parts : anatomy.parts()) {
        for (int bit = 0; bit < losses.stretch() && first + bit < candidates.count(); bit++) {
          if (losses.isLost(parts.usual(), bit)) {
            losing.set(first + bit);
          }
        }
      }
    }
    return losing;
  }

  /** What a failure that has spread loses, the worst first. */
  static List<CutSet.Loss> losses(Anatomy anatomy, Timeline timeline) {
    return anatomy.parts().stream()
        .flatMap(parts -> loss(parts, timeline.moments(parts)))
        .sorted(WORST_LOSS_FIRST)
        .toList();
  }

  static final Comparator<CutSet.Loss> WORST_LOSS_FIRST =
      Comparator.comparing(CutSet.Loss::held)
          .thenComparing(
              Comparator.<CutSet.Loss>comparingLong(
                      loss -> loss.outcome().people() == null ? -1 : loss.outcome().people())
                  .reversed())
          .thenComparing(loss -> orNever(loss.harmAfter()));

  static Stream<CutSet.Loss> loss(Anatomy.Parts parts, Timeline.Moments moments) {
    return moments.lost() == Spread.NEVER
        ? Stream.empty()
        : Stream.of(
            new CutSet.Loss(
                parts.outcome(),
                moments.held(),
                Duration.ofMillis(moments.lost()),
                duration(moments.nothing()),
                duration(moments.harm())));
  }

  private static @Nullable Duration duration(long moment) {
    return moment == Spread.NEVER ? null : Duration.ofMillis(moment);
  }

  /** Outcomes whose needs reach what is left open, from below: one pass. */
  static List<NotKnown> notKnown(Anatomy anatomy) {
    List<NotKnown> notKnown = new ArrayList<>();
    for (Anatomy.Parts parts : anatomy.parts()) {
      List<Answer.Open> open = new ArrayList<>();
      for (int node : below(anatomy.graph(), parts.usual())) {
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
