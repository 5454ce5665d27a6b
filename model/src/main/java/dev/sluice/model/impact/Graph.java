package dev.sluice.model.impact;

import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Needs as numbers. Nodes are in an order in which all that a node needs comes before it, so that
 * one pass from the first to the last settles everything. Node {@code n} has the edges {@code
 * from[n]} up to {@code from[n + 1]}. The arrays are shared, and never changed.
 */
final class Graph {
  static final byte LOSES = 0;
  static final byte DEGRADES = 1;
  static final byte NOTHING = 2;

  private final int[] from;
  private final int[] atLeast;
  private final int[] child;
  private final byte[] effect;
  private final long[] holds;
  private final Map<Integer, String> how;

  Graph(
      int[] from,
      int[] atLeast,
      int[] child,
      byte[] effect,
      long[] holds,
      Map<Integer, String> how) {
    this.from = from;
    this.atLeast = atLeast;
    this.child = child;
    this.effect = effect;
    this.holds = holds;
    this.how = Map.copyOf(how);
  }

  /** The same where nothing is bridged. */
  Graph withoutHolds() {
    return new Graph(from, atLeast, child, effect, new long[holds.length], how);
  }

  int[] from() {
    return from;
  }

  /** How many edges of a node must hold; all of them where it is the number of edges. */
  int[] atLeast() {
    return atLeast;
  }

  /** The node that an edge leads to. */
  int[] child() {
    return child;
  }

  /** What the loss of an edge's child means, one of the constants above. */
  byte[] effect() {
    return effect;
  }

  /** Milliseconds for which the loss of an edge's child goes unnoticed. */
  long[] holds() {
    return holds;
  }

  int size() {
    return atLeast.length;
  }

  int edges(int node) {
    return from[node + 1] - from[node];
  }

  /** How many of what it needs must be lost for the loss of a node. */
  int least(int node) {
    return needsAll(node) ? 1 : edges(node) - atLeast[node] + 1;
  }

  /** Whether the loss of one child is the loss of the node. */
  boolean needsAll(int node) {
    return atLeast[node] == edges(node);
  }

  /** Edges turned round: node {@code n} is needed by {@code by[start[n]]} up to the next start. */
  static final class Needed {
    private final int[] start;
    private final int[] by;

    private Needed(int[] start, int[] by) {
      this.start = start;
      this.by = by;
    }

    int[] start() {
      return start;
    }

    int[] by() {
      return by;
    }
  }

  /** All but those of which nothing follows. */
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

  /** In which way things go on without an edge, where the effect is {@link #DEGRADES}. */
  @Nullable String how(int edge) {
    return how.get(edge);
  }
}
