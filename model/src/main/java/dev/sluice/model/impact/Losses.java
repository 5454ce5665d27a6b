package dev.sluice.model.impact;

import java.util.Arrays;

/**
 * For every node, by which single failures it is lost: deductive fault simulation (D. B. Armstrong,
 * "A Deductive Method for Simulating Faults in Logic Circuits", IEEE Transactions on Computers
 * C-21, 1972), with the fault lists as bit rows (as in parallel fault simulation, S. Seshu, "On an
 * Improved Diagnosis Program", IEEE Transactions on Electronic Computers EC-14, 1965).
 *
 * <p>A node's row is the union of its children's where it needs all of them, their intersection
 * where one is enough, and the failures that stand in at least n-k+1 of them where k of n are
 * needed. One pass over the graph is exact, since the state under one failure follows from the
 * children's states under the same failure. Time: edges x candidates / 64.
 *
 * <p>Holds the rows of a stretch of candidates, so that memory has a bound whatever the file.
 */
final class Losses {
  private static final long MOST_WORDS = 4L << 20;

  /** Of one row: the rows of a large place then stay in a cache. */
  private static final int WIDEST = 32;

  private final Graph graph;
  private final int words;
  private final long[] rows;
  private final BitCounters counters;
  private final long[][] of;
  private final int[] at;

  /**
   * For stretches of candidates.
   *
   * @param candidates how many there are in all
   */
  Losses(Graph graph, int candidates) {
    this.graph = graph;
    int most = Math.clamp(MOST_WORDS / Math.max(1, graph.size()), 1, WIDEST);
    words = Math.clamp((candidates + 63) >> 6, 1, most);
    rows = new long[graph.size() * words];
    counters = new BitCounters(words);
    int widest = 0;
    for (int node = 0; node < graph.size(); node++) {
      widest = Math.max(widest, graph.edges(node));
    }
    of = new long[widest][];
    at = new int[widest];
  }

  /** How many candidates have room at once. */
  int stretch() {
    return words << 6;
  }

  int words() {
    return words;
  }

  /** Where the row of a node begins in {@link #rows}. */
  int row(int node) {
    return node * words;
  }

  long[] rows() {
    return rows;
  }

  /** The rows of the candidates from {@code first} on, as many as have room. */
  void fill(int[] nodes, int first) {
    Arrays.fill(rows, 0);
    int last = Math.min(nodes.length, first + stretch());
    for (int at = first; at < last; at++) {
      int bit = at - first;
      rows[row(nodes[at]) + (bit >> 6)] |= 1L << bit;
    }
    for (int node = 0; node < graph.size(); node++) {
      int count = 0;
      for (int edge = graph.from()[node]; edge < graph.from()[node + 1]; edge++) {
        if (graph.effect()[edge] == Graph.LOSES) {
          of[count] = rows;
          at[count++] = row(graph.child()[edge]);
        }
      }
      combine(graph.least(node), count, rows, row(node), 0);
    }
  }

  /** Makes one of the rows that {@link #combine} takes. */
  void source(int number, long[] row, int from) {
    of[number] = row;
    at[number] = from;
  }

  /**
   * Adds to a row the bits that stand in at least so many of the first {@code count} sources.
   *
   * @param firstWord of the row; those before it stay as they are
   */
  void combine(int least, int count, long[] into, int to, int firstWord) {
    if (least > count) {
      return;
    }
    if (least == 1) {
      for (int i = 0; i < count; i++) {
        or(of[i], at[i], into, to, firstWord);
      }
    } else if (least == 2 && count == 2) {
      and(into, to, firstWord);
    } else if (least == count) {
      for (int w = firstWord; w < words; w++) {
        long all = -1;
        for (int i = 0; i < count && all != 0; i++) {
          all &= of[i][at[i] + w];
        }
        into[to + w] |= all;
      }
    } else {
      counters.clear();
      for (int i = 0; i < count; i++) {
        counters.add(of[i], at[i], firstWord);
      }
      for (int w = firstWord; w < words; w++) {
        into[to + w] |= counters.atLeast(least, w);
      }
    }
  }

  private void or(long[] row, int from, long[] into, int to, int firstWord) {
    for (int w = firstWord; w < words; w++) {
      into[to + w] |= row[from + w];
    }
  }

  /** By far the most common choice: one or the other. */
  private void and(long[] into, int to, int firstWord) {
    long[] one = of[0];
    long[] other = of[1];
    int oneAt = at[0];
    int otherAt = at[1];
    for (int w = firstWord; w < words; w++) {
      into[to + w] |= one[oneAt + w] & other[otherAt + w];
    }
  }
}
