package dev.sluice.model.impact;

import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The cut sets of order 1: which failures lose which outcomes from the rows of {@link Losses};
 * when, from the rows too where nothing on the way bridges a lack, and from a {@link Spread}
 * elsewhere.
 */
final class SingleFailures {
  private final Anatomy anatomy;
  private final Candidates candidates;
  private final Losses losses;
  private final Spread spread;
  private final Timeline timeline;
  private final List<Anatomy.Parts> parts;
  private final CutSet.@Nullable Loss[] last;
  private final BitSet bridged;

  SingleFailures(Impact impact) {
    this.anatomy = impact.anatomy();
    this.candidates = Candidates.of(anatomy);
    this.losses = new Losses(anatomy.graph(), candidates.count());
    this.spread = anatomy.spread();
    this.timeline = new Timeline(anatomy, spread, impact.today());
    // Losses are then made in the order in which they are shown.
    this.parts =
        anatomy.parts().stream()
            .sorted(
                Comparator.<Anatomy.Parts>comparingLong(
                        one -> one.outcome().people() == null ? -1 : one.outcome().people())
                    .reversed())
            .toList();
    this.last = new CutSet.@Nullable Loss[parts.size()];
    this.bridged = bridged();
  }

  List<CutSet> sets() {
    List<CutSet> sets = new ArrayList<>();
    for (int first = 0; first < candidates.firstHosts(); first += losses.stretch()) {
      losses.fill(candidates.nodes(), first);
      BitSet losing = losing();
      for (int bit = losing.nextSetBit(0); bit >= 0; bit = losing.nextSetBit(bit + 1)) {
        if (first + bit < candidates.firstHosts()) {
          sets.add(set(first + bit, bit));
        }
      }
    }
    return sets;
  }

  /** Of the candidates that have rows now, those that lose any outcome. */
  private BitSet losing() {
    long[] any = new long[losses.words()];
    for (Anatomy.Parts one : parts) {
      int row = losses.row(one.usual());
      for (int w = 0; w < any.length; w++) {
        any[w] |= losses.rows()[row + w];
      }
    }
    return BitSet.valueOf(any);
  }

  private CutSet set(int candidate, int bit) {
    boolean slow = bridged.get(candidates.nodes()[candidate]);
    if (slow) {
      spread.clear();
      spread.fail(candidates.nodes()[candidate], 0);
      spread.settle();
    }
    List<CutSet.Loss> bare = new ArrayList<>();
    List<CutSet.Loss> held = new ArrayList<>();
    for (int at = 0; at < parts.size(); at++) {
      if (losses.isLost(parts.get(at).usual(), bit)) {
        Timeline.Moments moments =
            slow
                ? timeline.moments(parts.get(at))
                : timeline.atOnce(parts.get(at), way -> losses.isLost(way, bit));
        CutSet.Loss loss = loss(at, moments);
        (loss.held() ? held : bare).add(loss);
      }
    }
    bare.addAll(held);
    return new CutSet(candidates.parts(candidate), bare);
  }

  /** Most failures have the same course for an outcome: one object says it for all of them. */
  private CutSet.Loss loss(int at, Timeline.Moments moments) {
    CutSet.Loss before = last[at];
    if (before != null && is(before, moments)) {
      return before;
    }
    CutSet.Loss loss = SinglePoints.loss(parts.get(at), moments).findFirst().orElseThrow();
    last[at] = loss;
    return loss;
  }

  private static boolean is(CutSet.Loss loss, Timeline.Moments moments) {
    return loss.held() == moments.held()
        && loss.lostAfter().toMillis() == moments.lost()
        && is(loss.nothingAfter(), moments.nothing())
        && is(loss.harmAfter(), moments.harm());
  }

  private static boolean is(@Nullable Duration duration, long moment) {
    return duration == null ? moment == Spread.NEVER : duration.toMillis() == moment;
  }

  /** The nodes above which a lack is bridged somewhere. */
  private BitSet bridged() {
    Graph graph = anatomy.graph();
    var nodes = new BitSet(graph.size());
    for (int node = graph.size() - 1; node >= 0; node--) {
      for (int edge = graph.from()[node]; edge < graph.from()[node + 1]; edge++) {
        boolean counts = graph.effect()[edge] == Graph.LOSES;
        if (counts && (nodes.get(node) || graph.holds()[edge] > 0)) {
          nodes.set(graph.child()[edge]);
        }
      }
    }
    return nodes;
  }
}
