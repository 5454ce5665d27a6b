package dev.sluice.model.impact;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Every pair of failures that loses an outcome which neither of them loses alone: the minimal cut
 * sets of order 2.
 *
 * <p>For each candidate in turn, the deductive fault simulation of {@link Losses} is made again
 * under the failure of that candidate, but only for nodes whose row changes by it: from the
 * candidate upwards, and no further than a row that comes out as it was. A node that the candidate
 * loses by itself is a flag and no row. Exact, as Losses is; time at most candidates x (edges above
 * a candidate) x candidates / 128, each pair being looked for once.
 *
 * @param all how many pairs there are, counted for each outcome
 * @param sets of them, at most {@link #MOST_KEPT}, the worst first
 * @param isWhole whether {@code sets} are all
 */
public record Pairs(long all, List<CutSet> sets, boolean isWhole) {
  /** More would be read by nobody; what is beyond is counted. */
  public static final int MOST_KEPT = 20_000;

  public Pairs {
    sets = List.copyOf(sets);
  }

  static Pairs of(Impact impact) {
    Anatomy anatomy = impact.anatomy();
    Candidates candidates = Candidates.of(anatomy);
    var search = new Search(anatomy, candidates);
    search.run();
    Spread spread = anatomy.spread();
    var timeline = new Timeline(anatomy, spread, impact.today());
    List<CutSet> sets = new ArrayList<>();
    for (Found pair : search.found) {
      spread.clear();
      spread.fail(candidates.nodes()[pair.one()], 0);
      spread.fail(candidates.nodes()[pair.other()], 0);
      spread.settle();
      sets.add(
          new CutSet(
              candidates.parts(pair.one(), pair.other()),
              pair.outcomes().stream()
                  .mapToObj(at -> anatomy.parts().get(at))
                  .flatMap(parts -> SinglePoints.loss(parts, timeline.moments(parts)))
                  .sorted(SinglePoints.WORST_LOSS_FIRST)
                  .toList()));
    }
    return new Pairs(search.all, SinglePoints.worstFirst(sets), search.whole);
  }

  /** A pair with the outcomes for which it is minimal. */
  private record Found(int one, int other, BitSet outcomes) {}

  private static final class Search {
    private static final int UNTOUCHED = -1;
    private static final int WHOLE = -2;

    private final Anatomy anatomy;
    private final Graph graph;
    private final Candidates candidates;
    private final Losses losses;
    private final BitSet above;
    private final BitSet dirty;
    private final int[] slot;
    private final int[] touched;
    private final int words;
    private final long[] others;
    private long[] changed;
    private int used;
    private long all;
    private boolean whole = true;
    private final List<Found> found = new ArrayList<>();

    Search(Anatomy anatomy, Candidates candidates) {
      this.anatomy = anatomy;
      this.graph = anatomy.graph();
      this.candidates = candidates;
      losses = new Losses(graph, candidates.count());
      above = concerning();
      dirty = new BitSet(graph.size());
      slot = new int[graph.size()];
      Arrays.fill(slot, UNTOUCHED);
      touched = new int[graph.size()];
      words = losses.words();
      others = new long[words];
      changed = new long[words << 6];
    }

    /** The nodes on which some outcome hangs. */
    private BitSet concerning() {
      var nodes = new BitSet(graph.size());
      for (Anatomy.Parts parts : anatomy.parts()) {
        nodes.set(parts.whole());
      }
      for (int node = graph.size() - 1; node >= 0; node--) {
        if (nodes.get(node)) {
          for (int edge = graph.from()[node]; edge < graph.from()[node + 1]; edge++) {
            if (graph.effect()[edge] == Graph.LOSES) {
              nodes.set(graph.child()[edge]);
            }
          }
        }
      }
      return nodes;
    }

    void run() {
      for (int first = 0; first < candidates.count(); first += losses.stretch()) {
        losses.fill(candidates.nodes(), first);
        int last = Math.min(candidates.count(), first + losses.stretch());
        for (int one = 0; one < last; one++) {
          if (!candidates.isSecondHost(one)) {
            under(one, first);
          }
        }
      }
    }

    /** All partners, of those that have rows now, which come after the candidate. */
    private void under(int one, int first) {
      int count = 0;
      used = 0;
      int start = candidates.nodes()[one];
      if (!above.get(start)) {
        return;
      }
      slot[start] = WHOLE;
      touched[count++] = start;
      wake(start);
      for (int node = dirty.nextSetBit(0); node >= 0; node = dirty.nextSetBit(node + 1)) {
        dirty.clear(node);
        int made = again(node);
        if (made != UNTOUCHED) {
          slot[node] = made;
          touched[count++] = node;
          wake(node);
        }
      }
      collect(one, first);
      for (int i = 0; i < count; i++) {
        slot[touched[i]] = UNTOUCHED;
      }
    }

    private void wake(int node) {
      for (int at = anatomy.needed().start()[node]; at < anatomy.needed().start()[node + 1]; at++) {
        int parent = anatomy.needed().by()[at];
        if (above.get(parent)) {
          dirty.set(parent);
        }
      }
    }

    /** The row of a node under the candidate: lost whole, in a slot, or as it was. */
    private int again(int node) {
      int gone = 0;
      int count = 0;
      for (int edge = graph.from()[node]; edge < graph.from()[node + 1]; edge++) {
        int child = graph.child()[edge];
        if (graph.effect()[edge] != Graph.LOSES) {
          continue;
        }
        if (slot[child] == WHOLE) {
          gone++;
        } else if (slot[child] == UNTOUCHED) {
          losses.source(count++, losses.rows(), losses.row(child));
        } else {
          losses.source(count++, changed, slot[child] * words);
        }
      }
      int least = losses.least(node) - gone;
      if (least <= 0) {
        return WHOLE;
      }
      if ((used + 1) * words > changed.length) {
        // The sources above lie in the old array, which holds the same.
        changed = Arrays.copyOf(changed, changed.length * 2);
      }
      int row = losses.row(node);
      int to = used * words;
      System.arraycopy(losses.rows(), row, changed, to, words);
      losses.combine(least, count, changed, to);
      if (Arrays.equals(changed, to, to + words, losses.rows(), row, row + words)) {
        return UNTOUCHED;
      }
      return used++;
    }

    private void collect(int one, int first) {
      Map<Integer, BitSet> partners = new TreeMap<>();
      for (int outcome = 0; outcome < anatomy.parts().size(); outcome++) {
        Anatomy.Parts parts = anatomy.parts().get(outcome);
        Arrays.fill(others, 0);
        collect(parts.usual());
        collect(parts.whole());
        for (int w = 0; w < words; w++) {
          long more = others[w] & partners(one, first, w);
          all += Long.bitCount(more);
          while (more != 0) {
            int other = first + (w << 6) + Long.numberOfTrailingZeros(more);
            more &= more - 1;
            if (found.size() + partners.size() < MOST_KEPT || partners.containsKey(other)) {
              partners.computeIfAbsent(other, _ -> new BitSet()).set(outcome);
            } else {
              whole = false;
              more = partners.isEmpty() ? 0 : more;
            }
          }
        }
      }
      partners.forEach((other, outcomes) -> found.add(new Found(one, other, outcomes)));
    }

    /**
     * The candidates of a word that come after this one. The second host of a group counts beside
     * the first alone: otherwise it says the same.
     */
    private long partners(int one, int first, int w) {
      int from = first + (w << 6);
      long after = one < from ? -1 : one - from >= 63 ? 0 : -1L << (one - from + 1);
      if (from + 64 <= candidates.firstHosts()) {
        return after;
      }
      for (int bit = Math.max(0, candidates.firstHosts() - from); bit < 64; bit++) {
        int other = from + bit;
        if (other >= candidates.count() || !candidates.areTwoHosts(one, other)) {
          after &= ~(1L << bit);
        }
      }
      return after;
    }

    /** What loses a node beside the candidate, and not by itself. */
    private void collect(int node) {
      int at = slot[node];
      if (at < 0) {
        return;
      }
      int row = losses.row(node);
      for (int w = 0; w < words; w++) {
        others[w] |= changed[at * words + w] & ~losses.rows()[row + w];
      }
    }
  }
}
