package dev.sluice.model.impact;

import java.util.Arrays;
import java.util.BitSet;

/**
 * How a failure spreads over time. A node is lost from a moment on, and degraded from a moment on
 * that is no later; both only depend on the same of what it needs: the earliest where all are
 * needed, the latest where one is enough, the (n-k+1)-th where k of n are. So a structure function
 * (Birnbaum, Esary and Saunders, "Multi-component systems and structures and their reliability",
 * Technometrics 3, 1961) is evaluated once, over moments instead of truth values.
 *
 * <p>Only what a failure reaches is visited, and set back afterwards: one {@code Spread} serves
 * many failures in turn. Belongs to one thread.
 */
final class Spread {
  /** Never. */
  static final long NEVER = Long.MAX_VALUE;

  private final Graph graph;
  private final Graph.Needed needed;
  private final long[] lost;
  private final long[] degraded;
  private final BitSet dirty;
  private final BitSet touched;

  Spread(Graph graph, Graph.Needed needed) {
    this.graph = graph;
    this.needed = needed;
    lost = new long[graph.size()];
    degraded = new long[graph.size()];
    dirty = new BitSet(graph.size());
    touched = new BitSet(graph.size());
    Arrays.fill(lost, NEVER);
    Arrays.fill(degraded, NEVER);
  }

  /** Sets back what {@link #fail} did. */
  void clear() {
    for (int node = touched.nextSetBit(0); node >= 0; node = touched.nextSetBit(node + 1)) {
      lost[node] = NEVER;
      degraded[node] = NEVER;
    }
    touched.clear();
  }

  /** Lets a node fail by itself, from a moment on; {@link #settle} says what follows. */
  void fail(int node, long moment) {
    lost[node] = Math.min(lost[node], moment);
    degraded[node] = Math.min(degraded[node], moment);
    touched.set(node);
    wake(node);
  }

  /** Carries all failures to whatever they reach. */
  void settle() {
    for (int node = dirty.nextSetBit(0); node >= 0; node = dirty.nextSetBit(node + 1)) {
      dirty.clear(node);
      long lostNow = Math.min(lost[node], lostByNeeds(node));
      long degradedNow = Math.min(Math.min(degraded[node], degradedByNeeds(node)), lostNow);
      if (lostNow != lost[node] || degradedNow != degraded[node]) {
        lost[node] = lostNow;
        degraded[node] = degradedNow;
        touched.set(node);
        wake(node);
      }
    }
  }

  private void wake(int node) {
    for (int at = needed.start()[node]; at < needed.start()[node + 1]; at++) {
      dirty.set(needed.by()[at]);
    }
  }

  long lost(int node) {
    return lost[node];
  }

  long degraded(int node) {
    return degraded[node];
  }

  private long lostByNeeds(int node) {
    if (!graph.needsAll(node)) {
      return ranked(node, false);
    }
    long first = NEVER;
    for (int edge = graph.from()[node]; edge < graph.from()[node + 1]; edge++) {
      first = Math.min(first, lostThrough(edge));
    }
    return first;
  }

  private long degradedByNeeds(int node) {
    if (!graph.needsAll(node)) {
      return ranked(node, true);
    }
    long first = NEVER;
    for (int edge = graph.from()[node]; edge < graph.from()[node + 1]; edge++) {
      first = Math.min(first, degradedThrough(edge));
    }
    return first;
  }

  /** When an edge ceases to hold. */
  long lostThrough(int edge) {
    return graph.effect()[edge] == Graph.LOSES
        ? later(lost[graph.child()[edge]], graph.holds()[edge])
        : NEVER;
  }

  /** When what an edge leads to begins to be felt. */
  long degradedThrough(int edge) {
    int child = graph.child()[edge];
    return switch (graph.effect()[edge]) {
      case Graph.LOSES -> later(degraded[child], graph.holds()[edge]);
      case Graph.DEGRADES -> later(lost[child], graph.holds()[edge]);
      default -> NEVER;
    };
  }

  private long ranked(int node, boolean soft) {
    return graph.atLeast()[node] == 1 ? last(node, soft) : sorted(node, soft);
  }

  private long last(int node, boolean soft) {
    long last = 0;
    for (int edge = graph.from()[node]; edge < graph.from()[node + 1]; edge++) {
      last = Math.max(last, soft ? degradedThrough(edge) : lostThrough(edge));
    }
    return last;
  }

  private long sorted(int node, boolean soft) {
    int edges = graph.edges(node);
    int rank = edges - graph.atLeast()[node];
    long[] moments = new long[edges];
    for (int i = 0; i < edges; i++) {
      int edge = graph.from()[node] + i;
      moments[i] = soft ? degradedThrough(edge) : lostThrough(edge);
    }
    Arrays.sort(moments);
    return moments[rank];
  }

  private static long later(long moment, long by) {
    return moment == NEVER ? NEVER : moment + by;
  }
}
