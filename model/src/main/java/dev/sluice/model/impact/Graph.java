package dev.sluice.model.impact;

import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Needs as numbers. Nodes are in an order in which all that a node needs comes before it, so that
 * one pass from the first to the last settles everything. Node {@code n} has the edges {@code
 * from[n]} up to {@code from[n + 1]}.
 *
 * @param atLeast how many edges must hold; all of them where it is the number of edges
 * @param child the node that an edge leads to
 * @param effect what the loss of the child means, one of the constants below
 * @param holds milliseconds for which that goes unnoticed
 * @param how in which way things go on, by edge, where the effect is {@link #DEGRADES}
 */
record Graph(
    int[] from, int[] atLeast, int[] child, byte[] effect, long[] holds, Map<Integer, String> how) {
  static final byte LOSES = 0;
  static final byte DEGRADES = 1;
  static final byte NOTHING = 2;

  int size() {
    return atLeast.length;
  }

  int edges(int node) {
    return from[node + 1] - from[node];
  }

  /** Whether the loss of one child is the loss of the node. */
  boolean needsAll(int node) {
    return atLeast[node] == edges(node);
  }

  /** Edges turned round: node {@code n} is needed by {@code by[start[n]]} up to the next start. */
  record Needed(int[] start, int[] by) {}

  /** Those whose loss means loss. */
  Needed needed() {
    int[] start = new int[size() + 1];
    for (int edge = 0; edge < child.length; edge++) {
      if (effect[edge] != NOTHING) {
        start[child[edge] + 1]++;
      }
    }
    for (int node = 0; node < size(); node++) {
      start[node + 1] += start[node];
    }
    int[] next = Arrays.copyOf(start, size());
    int[] by = new int[start[size()]];
    for (int node = 0; node < size(); node++) {
      for (int edge = from[node]; edge < from[node + 1]; edge++) {
        if (effect[edge] != NOTHING) {
          by[next[child[edge]]++] = node;
        }
      }
    }
    return new Needed(start, by);
  }

  @Nullable String how(int edge) {
    return how.get(edge);
  }
}
