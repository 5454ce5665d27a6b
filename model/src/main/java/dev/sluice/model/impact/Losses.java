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

  private final Graph graph;
  private final int words;
  private final long[] rows;
  private final long[][] counter;
  private final long[][] of;
  private final int[] at;

  /**
   * For stretches of candidates.
   *
   * @param candidates how many there are in all
   */
  Losses(Graph graph, int candidates) {
    this.graph = graph;
    int most = Math.clamp(MOST_WORDS / Math.max(1, graph.size()), 1, 1 << 10);
    words = Math.clamp((candidates + 63) >> 6, 1, most);
    rows = new long[graph.size() * words];
    counter = new long[Integer.SIZE][words];
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

  boolean isLost(int node, int candidate) {
    return (rows[row(node) + (candidate >> 6)] >>> candidate & 1) != 0;
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
      combine(least(node), count, rows, row(node));
    }
  }

  /** How many of what it needs must be lost for the loss of a node. */
  int least(int node) {
    return graph.needsAll(node) ? 1 : graph.edges(node) - graph.atLeast()[node] + 1;
  }

  /** Makes one of the rows that {@link #combine} takes. */
  void source(int number, long[] row, int from) {
    of[number] = row;
    at[number] = from;
  }

  /** Adds to a row the bits that stand in at least so many of the first {@code count} sources. */
  void combine(int least, int count, long[] into, int to) {
    if (least > count) {
      return;
    }
    if (least == 1) {
      for (int i = 0; i < count; i++) {
        or(of[i], at[i], into, to);
      }
    } else if (least == count) {
      for (int w = 0; w < words; w++) {
        long all = -1;
        for (int i = 0; i < count && all != 0; i++) {
          all &= of[i][at[i] + w];
        }
        into[to + w] |= all;
      }
    } else {
      count(least, count, into, to);
    }
  }

  private void or(long[] row, int from, long[] into, int to) {
    for (int w = 0; w < words; w++) {
      into[to + w] |= row[from + w];
    }
  }

  /** A counter for each bit, held in bit planes. */
  private void count(int least, int count, long[] into, int to) {
    int planes = Integer.SIZE - Integer.numberOfLeadingZeros(count);
    for (int plane = 0; plane < planes; plane++) {
      Arrays.fill(counter[plane], 0);
    }
    for (int i = 0; i < count; i++) {
      for (int w = 0; w < words; w++) {
        long carry = of[i][at[i] + w];
        for (int plane = 0; plane < planes && carry != 0; plane++) {
          long both = counter[plane][w] & carry;
          counter[plane][w] ^= carry;
          carry = both;
        }
      }
    }
    for (int w = 0; w < words; w++) {
      into[to + w] |= atLeast(least, planes, w);
    }
  }

  /** Compares all 64 counters of a word with one number, from the highest plane down. */
  private long atLeast(int least, int planes, int w) {
    long greater = 0;
    long equal = -1;
    for (int plane = planes - 1; plane >= 0; plane--) {
      if ((least >> plane & 1) != 0) {
        equal &= counter[plane][w];
      } else {
        greater |= equal & counter[plane][w];
        equal &= ~counter[plane][w];
      }
    }
    return greater | equal;
  }
}
