package dev.sluice.model.impact;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Looks for {@link Pairs}. For each candidate in turn, the deductive fault simulation of {@link
 * Losses} is made again under the failure of that candidate, but only for nodes whose row changes
 * by it: from the candidate upwards, and no further than a row that comes out as it was. A node
 * that the candidate loses by itself is a flag and no row. Exact, as Losses is.
 *
 * <p>Each pair is looked for once, under the candidate whose turn comes first. So those come first
 * above which there is little: what hangs on much is then made again for few others. Time at most
 * the sum, over candidates, of (edges above it) x (candidates whose turn is later) / 64.
 */
final class PairSearch {
  private static final int UNTOUCHED = -1;
  private static final int WHOLE = -2;

  private final Anatomy anatomy;
  private final Graph graph;
  private final Candidates candidates;
  private final int[] turns;
  private final int most;
  private final Losses losses;
  private final BitSet above;
  private final BitSet dirty;
  private final int[] slot;
  private final int[] touched;
  private final int words;
  private final long[] others;
  private long[] changed;
  private int used;
  private long count;
  private boolean whole = true;
  private final List<Found> found = new ArrayList<>();

  /**
   * A pair with the outcomes for which it is minimal.
   *
   * @param one comes before the other among the candidates
   */
  record Found(int one, int other, BitSet outcomes) {}

  private PairSearch(Anatomy anatomy, Candidates candidates, int[] turns, int most) {
    this.anatomy = anatomy;
    this.graph = anatomy.graph();
    this.candidates = candidates;
    this.turns = turns;
    this.most = most;
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

  /** All pairs, counted; as many as {@code most} found, or none when there are more. */
  static PairSearch all(Anatomy anatomy, Candidates candidates, int most) {
    // What needs comes after what is needed: from the last to the first, more and more is above.
    // Second hosts stay last: a pair with one is looked for under the first.
    int first = candidates.firstHosts();
    int[] turns =
        IntStream.range(0, candidates.count())
            .map(at -> at < first ? first - 1 - at : at)
            .toArray();
    var search = new PairSearch(anatomy, candidates, turns, most);
    search.run(Integer.MAX_VALUE);
    if (!search.whole) {
      search.found.clear();
    }
    return search;
  }

  /** Pairs of the lowest candidates, until there are {@code most}; the rest is not looked for. */
  static PairSearch lowest(Anatomy anatomy, Candidates candidates, int most) {
    int[] turns = IntStream.range(0, candidates.count()).toArray();
    var search = new PairSearch(anatomy, candidates, turns, most);
    search.run(most);
    return search;
  }

  /** How many pairs there are, counted for each outcome. */
  long count() {
    return count;
  }

  /** Whether all are found, and not only counted. */
  boolean isWhole() {
    return whole;
  }

  List<Found> found() {
    return found;
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

  private void run(int enough) {
    int[] nodes = IntStream.of(turns).map(candidate -> candidates.nodes()[candidate]).toArray();
    for (int first = 0; first < turns.length; first += losses.stretch()) {
      losses.fill(nodes, first);
      int last = Math.min(turns.length, first + losses.stretch());
      for (int turn = 0; turn < last && found.size() < enough; turn++) {
        if (!candidates.isSecondHost(turns[turn]) && above.get(nodes[turn])) {
          under(turn, nodes[turn], first);
        }
      }
    }
  }

  /** All partners, of those that have rows now, whose turn comes after. */
  private void under(int turn, int start, int first) {
    int firstWord = Math.max(0, (turn - first) >> 6);
    int reached = 0;
    used = 0;
    slot[start] = WHOLE;
    touched[reached++] = start;
    wake(start);
    for (int node = dirty.nextSetBit(0); node >= 0; node = dirty.nextSetBit(node + 1)) {
      dirty.clear(node);
      int made = again(node, firstWord);
      if (made != UNTOUCHED) {
        slot[node] = made;
        touched[reached++] = node;
        wake(node);
      }
    }
    collect(turn, first, firstWord);
    for (int i = 0; i < reached; i++) {
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
  private int again(int node, int firstWord) {
    int least = graph.least(node);
    int gone = 0;
    int sources = 0;
    for (int edge = graph.from()[node]; edge < graph.from()[node + 1]; edge++) {
      int child = graph.child()[edge];
      if (graph.effect()[edge] != Graph.LOSES) {
        continue;
      }
      if (slot[child] == WHOLE) {
        gone++;
      } else if (slot[child] != UNTOUCHED) {
        losses.source(sources++, changed, slot[child] * words);
      } else if (least > 1) {
        // Where one is enough, the row as it was holds this one already.
        losses.source(sources++, losses.rows(), losses.row(child));
      }
    }
    if (gone >= least) {
      return WHOLE;
    }
    if ((used + 1) * words > changed.length) {
      // The sources above lie in the old array, which holds the same.
      changed = Arrays.copyOf(changed, changed.length * 2);
    }
    int row = losses.row(node);
    int to = used * words;
    System.arraycopy(losses.rows(), row + firstWord, changed, to + firstWord, words - firstWord);
    losses.combine(least - gone, sources, changed, to, firstWord);
    boolean same =
        Arrays.equals(
            changed, to + firstWord, to + words, losses.rows(), row + firstWord, row + words);
    return same ? UNTOUCHED : used++;
  }

  private void collect(int turn, int first, int firstWord) {
    Map<Integer, BitSet> partners = new TreeMap<>();
    boolean full = found.size() >= most;
    for (int outcome = 0; outcome < anatomy.parts().size(); outcome++) {
      Anatomy.Parts parts = anatomy.parts().get(outcome);
      Arrays.fill(others, firstWord, words, 0);
      collect(parts.usual(), firstWord);
      collect(parts.whole(), firstWord);
      for (int w = firstWord; w < words; w++) {
        if (others[w] == 0) {
          continue;
        }
        long more = others[w] & partners(turn, first, w);
        count += Long.bitCount(more);
        for (; more != 0 && !full; more &= more - 1) {
          int other = turns[first + (w << 6) + Long.numberOfTrailingZeros(more)];
          if (found.size() + partners.size() < most || partners.containsKey(other)) {
            partners.computeIfAbsent(other, _ -> new BitSet()).set(outcome);
          } else {
            whole = false;
          }
        }
        whole &= !full || more == 0;
      }
    }
    int one = turns[turn];
    partners.forEach(
        (other, outcomes) ->
            found.add(new Found(Math.min(one, other), Math.max(one, other), outcomes)));
  }

  /**
   * The candidates of a word whose turn comes after this one. The second host of a group counts
   * beside the first alone: otherwise it says the same.
   */
  private long partners(int turn, int first, int w) {
    int from = first + (w << 6);
    long after = turn < from ? -1 : turn - from >= 63 ? 0 : -1L << (turn - from + 1);
    if (from + 64 <= candidates.firstHosts()) {
      return after;
    }
    for (int bit = Math.max(0, candidates.firstHosts() - from); bit < 64; bit++) {
      int other = from + bit;
      if (other >= candidates.count() || !candidates.areTwoHosts(turns[turn], other)) {
        after &= ~(1L << bit);
      }
    }
    return after;
  }

  /** What loses a node beside the candidate, and not by itself. */
  private void collect(int node, int firstWord) {
    int at = slot[node];
    if (at < 0) {
      return;
    }
    int row = losses.row(node);
    for (int w = firstWord; w < words; w++) {
      others[w] |= changed[at * words + w] & ~losses.rows()[row + w];
    }
  }
}
