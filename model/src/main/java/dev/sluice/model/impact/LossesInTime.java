package dev.sluice.model.impact;

import java.util.Arrays;

/**
 * For every node, by which single failures it is lost, and from when on: {@link Losses}, with each
 * row cut into steps by the moment. Deductive fault simulation (D. B. Armstrong, IEEE Transactions
 * on Computers C-21, 1972) over bit rows, with delays as in concurrent fault simulation (E. G.
 * Ulrich and T. Baker, "Concurrent Simulation of Nearly Identical Digital Networks", Computer 7,
 * 1974): what befalls a node under all failures is one list of events in the order of time.
 *
 * <p>A step of a node holds the failures by which it is lost from that moment on and not before, so
 * a failure is in one step at most. The steps of what a node needs, each later by the time for
 * which the lack is bridged, are its events; swept once, they give its own steps: a failure enters
 * with the first event that holds it where all are needed, with the (n-k+1)-th where k of n are.
 * Exact, by the same reasoning as {@link Spread}. Time: events x (log events + words).
 *
 * <p>Moments are few in a file that people write. In one that is made to have many, steps would
 * cost more than following each failure by itself: {@link #fill} then gives up, within a bound.
 */
final class LossesInTime {
  /** Failures at once, in words: the rows of a large place then stay in a cache. */
  private static final int MOST_WORDS = 16;

  /** Of all rows, in words. */
  private static final int MOST_ROOM = 1 << 21;

  /** Steps of a node for which there is room, on average. */
  private static final int ROOM_FOR = 4;

  /** Events for each node and need. Where nothing is bridged there are fewer than two. */
  private static final int MOST_EVENTS = 8;

  /** An event is one number, its moment above its step, and sorts as such. */
  private static final int STEP_BITS = 22;

  private static final long MOST_MOMENT = 1L << (63 - STEP_BITS);
  private static final int TOO_FAR = -1;

  private final Graph graph;
  private final int words;
  private final int mostSteps;
  private final long mostEvents;
  private final int[] start;
  private final int[] bitAt;
  private final BitCounters counters;
  private final long[] ever;
  private long[] events = new long[64];
  private long[] moments = new long[64];
  private long[] rows;
  private int steps;
  private long spent;

  /**
   * For stretches of failures.
   *
   * @param failures how many there are in all
   */
  LossesInTime(Graph graph, int failures) {
    this.graph = graph;
    int room = Math.clamp(MOST_ROOM / ROOM_FOR / Math.max(1, graph.size()), 1, MOST_WORDS);
    words = Math.clamp((failures + 63) >> 6, 1, room);
    mostSteps = Math.min(MOST_ROOM / words, 1 << STEP_BITS);
    mostEvents = (long) MOST_EVENTS * (graph.size() + graph.child().length);
    start = new int[graph.size() + 1];
    bitAt = new int[graph.size()];
    counters = new BitCounters(words);
    ever = new long[words];
    rows = new long[moments.length * words];
  }

  /** How many failures have room at once. */
  int stretch() {
    return words << 6;
  }

  int words() {
    return words;
  }

  /** The first step of a node; its last is before the first of the next node. */
  int first(int node) {
    return start[node];
  }

  /** From when on a node is lost by the failures of a step. Two steps may share a moment. */
  long moment(int step) {
    return moments[step];
  }

  /** A word of the failures of a step. */
  long row(int step, int w) {
    return rows[step * words + w];
  }

  /**
   * Makes the steps for the failures from {@code first} up to {@code last}, which must have room.
   *
   * @param nodes what fails in each of them
   * @param beside a node that fails in all of them; -1 for none
   * @return false when there are too many moments: then nothing is known
   */
  boolean fill(int[] nodes, int first, int last, int beside) {
    Arrays.fill(bitAt, -1);
    for (int at = first; at < last; at++) {
      bitAt[nodes[at]] = at - first;
    }
    steps = 0;
    spent = 0;
    for (int node = 0; node < graph.size(); node++) {
      start[node] = steps;
      int count = node == beside ? 0 : gather(node);
      if (count == TOO_FAR || spent > mostEvents || steps + count >= mostSteps) {
        return false;
      }
      Arrays.fill(ever, 0);
      if (node == beside) {
        failAtOnce(0, last - first);
      } else if (bitAt[node] >= 0) {
        failAtOnce(bitAt[node], bitAt[node] + 1);
      }
      sweep(count, graph.least(node));
    }
    start[graph.size()] = steps;
    return true;
  }

  private void failAtOnce(int from, int to) {
    int row = begin(0);
    for (int bit = from; bit < to; bit++) {
      rows[row + (bit >> 6)] |= 1L << bit;
    }
    end(row);
  }

  /** Collects the events of a node, sorted; none where too few of its needs are ever lost. */
  private int gather(int node) {
    int count = 0;
    int lost = 0;
    for (int edge = graph.from()[node]; edge < graph.from()[node + 1]; edge++) {
      int child = graph.child()[edge];
      int end = start[child + 1];
      if (start[child] == end || graph.effect()[edge] != Graph.LOSES) {
        continue;
      }
      lost++;
      if (count + end - start[child] > events.length) {
        events = Arrays.copyOf(events, Math.max(2 * events.length, count + end - start[child]));
      }
      for (int step = start[child]; step < end; step++) {
        long moment = moments[step] + graph.holds()[edge];
        if (moment >= MOST_MOMENT) {
          return TOO_FAR;
        }
        events[count++] = moment << STEP_BITS | step;
      }
    }
    spent += count;
    if (lost < graph.least(node)) {
      return 0;
    }
    Arrays.sort(events, 0, count);
    return count;
  }

  /** Makes the steps of a node from its events. */
  private void sweep(int count, int least) {
    if (least > 1) {
      counters.clear();
    }
    for (int at = 0; at < count; ) {
      long moment = events[at] >> STEP_BITS;
      int row = begin(moment);
      for (; at < count && events[at] >> STEP_BITS == moment; at++) {
        int from = (int) (events[at] & ((1 << STEP_BITS) - 1)) * words;
        if (least > 1) {
          counters.add(rows, from, 0);
        } else {
          for (int w = 0; w < words; w++) {
            rows[row + w] |= rows[from + w];
          }
        }
      }
      if (least > 1) {
        for (int w = 0; w < words; w++) {
          rows[row + w] = counters.atLeast(least, w);
        }
      }
      end(row);
    }
  }

  /** Where the row of the next step begins, empty. */
  private int begin(long moment) {
    if (steps == moments.length) {
      moments = Arrays.copyOf(moments, 2 * steps);
      rows = Arrays.copyOf(rows, 2 * steps * words);
    }
    moments[steps] = moment;
    int row = steps * words;
    Arrays.fill(rows, row, row + words, 0);
    return row;
  }

  /** Keeps a step for the failures that were in none before it. */
  private void end(int row) {
    long any = 0;
    for (int w = 0; w < words; w++) {
      long fresh = rows[row + w] & ~ever[w];
      rows[row + w] = fresh;
      ever[w] |= fresh;
      any |= fresh;
    }
    if (any != 0) {
      steps++;
    }
  }
}
