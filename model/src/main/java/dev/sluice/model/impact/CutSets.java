package dev.sluice.model.impact;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The minimal cut sets of one outcome up to an order: sets of failures that lose it with nothing
 * standing in, none of which could be left out.
 *
 * <p>From below, as in MICSUP (P. K. Pande, M. E. Spector, P. Chatterjee, "Computerized fault tree
 * analysis: TREEL and MICSUP", Operations Research Center, University of California, Berkeley,
 * 1975): the family of a node that needs all is the union of its children's families, that of a
 * choice their product, and k of n is built up child by child. Sets above the order are dropped at
 * once, which loses nothing, since sets only grow on the way up; sets that contain another are
 * dropped too. The problem is as hard as they come, so the work has a bound; beyond it the answer
 * is a refusal, and never a part of the sets.
 */
public sealed interface CutSets {
  /** The highest order that can be asked for. */
  int MOST_ORDER = 6;

  /** Sets of one node; set comparisons in all: some seconds. */
  int MOST_SETS = 20_000;

  long MOST_WORK = 400_000_000L;

  /** All of them, small ones first. */
  record All(List<CutSet> sets) implements CutSets {
    public All {
      sets = List.copyOf(sets);
    }
  }

  /** The bound was reached; nothing is known. */
  record Refused(String why) implements CutSets {}

  /**
   * Of an impact of one outcome.
   *
   * @param order from 1 to {@link #MOST_ORDER}
   */
  static CutSets of(Impact one, int order) {
    if (order < 1 || order > MOST_ORDER) {
      throw new IllegalArgumentException("order " + order);
    }
    if (one.anatomy().parts().size() != 1) {
      throw new IllegalArgumentException("cut sets are of one outcome");
    }
    return new Making(one, order).make();
  }

  /** The families of one call. */
  final class Making {
    private static final Comparator<int[]> SMALL_FIRST =
        Comparator.<int[]>comparingInt(set -> set.length).thenComparing(Arrays::compare);

    private final Impact impact;
    private final Anatomy anatomy;
    private final Graph graph;
    private final Candidates candidates;
    private final int order;
    private final List<List<int[]>> families = new ArrayList<>();
    private long work;
    private boolean tooMuch;

    Making(Impact impact, int order) {
      this.impact = impact;
      this.anatomy = impact.anatomy();
      this.graph = anatomy.graph();
      this.candidates = Candidates.of(anatomy);
      this.order = order;
    }

    CutSets make() {
      Anatomy.Parts parts = anatomy.parts().getFirst();
      int[] candidateAt = new int[graph.size()];
      Arrays.fill(candidateAt, -1);
      for (int at = 0; at < candidates.count(); at++) {
        candidateAt[candidates.nodes()[at]] = at;
      }
      List<Integer> below = new ArrayList<>(SinglePoints.below(graph, parts.whole()));
      below.sort(Comparator.naturalOrder());
      for (int node = 0; node < graph.size(); node++) {
        families.add(List.of());
      }
      for (int node : below) {
        List<int[]> family = family(node);
        if (candidateAt[node] >= 0) {
          family = or(family, List.of(new int[] {candidateAt[node]}));
        }
        families.set(node, family);
        if (tooMuch) {
          return new Refused(
              "more than %,d sets or %,d comparisons at order %d; ask for a lower order"
                  .formatted(MOST_SETS, MOST_WORK, order));
        }
      }
      return new All(
          families.get(parts.whole()).stream()
              .sorted(SMALL_FIRST)
              .filter(this::isSaidOnce)
              .map(set -> shown(parts, set))
              .toList());
    }

    /** A set with the second host of a group, and not the first, says what another says. */
    private boolean isSaidOnce(int[] set) {
      return Arrays.stream(set)
          .filter(candidates::isSecondHost)
          .allMatch(
              second ->
                  Arrays.stream(set)
                      .anyMatch(other -> other != second && candidates.areTwoHosts(second, other)));
    }

    private CutSet shown(Anatomy.Parts parts, int[] set) {
      Spread spread = anatomy.spread();
      for (int candidate : set) {
        spread.fail(candidates.nodes()[candidate], 0);
      }
      spread.settle();
      var timeline = new Timeline(anatomy, spread, impact.today());
      return new CutSet(
          candidates.parts(set), List.of(timeline.moments(parts).loss(parts.outcome())));
    }

    private List<int[]> family(int node) {
      List<List<int[]>> children = new ArrayList<>();
      for (int edge = graph.from()[node]; edge < graph.from()[node + 1]; edge++) {
        if (graph.effect()[edge] == Graph.LOSES) {
          children.add(families.get(graph.child()[edge]));
        }
      }
      int least = graph.least(node);
      // lost[j]: at least j of the children so far are lost.
      List<List<int[]>> lost = new ArrayList<>();
      lost.add(List.of(new int[0]));
      for (int j = 1; j <= least; j++) {
        lost.add(List.of());
      }
      for (List<int[]> child : children) {
        for (int j = least; j >= 1 && !tooMuch; j--) {
          lost.set(j, or(lost.get(j), and(lost.get(j - 1), child)));
        }
      }
      return lost.get(least);
    }

    private List<int[]> and(List<int[]> one, List<int[]> other) {
      List<int[]> product = new ArrayList<>();
      for (int[] first : one) {
        for (int[] second : other) {
          if (spend(1)) {
            return List.of();
          }
          int[] both = union(first, second);
          if (both.length <= order) {
            product.add(both);
            if (product.size() > 4 * MOST_SETS) {
              product = new ArrayList<>(minimal(product));
            }
          }
        }
      }
      return minimal(product);
    }

    private List<int[]> or(List<int[]> one, List<int[]> other) {
      if (one.isEmpty() || other.isEmpty()) {
        return one.isEmpty() ? other : one;
      }
      List<int[]> all = new ArrayList<>(one);
      all.addAll(other);
      return minimal(all);
    }

    private List<int[]> minimal(List<int[]> sets) {
      sets.sort(SMALL_FIRST);
      List<int[]> minimal = new ArrayList<>();
      var known = new HashSet<List<Integer>>();
      for (int[] set : sets) {
        if (spend(1L << set.length)) {
          return List.of();
        }
        if (!containsAny(set, known)) {
          minimal.add(set);
          known.add(Arrays.stream(set).boxed().toList());
        }
        if (minimal.size() > MOST_SETS) {
          tooMuch = true;
          return List.of();
        }
      }
      return minimal;
    }

    /** Looks every subset up: there are at most 64, and may be many thousand sets. */
    private static boolean containsAny(int[] set, Set<List<Integer>> known) {
      for (int mask = 1; mask < 1 << set.length; mask++) {
        List<Integer> subset = new ArrayList<>();
        for (int i = 0; i < set.length; i++) {
          if ((mask >> i & 1) != 0) {
            subset.add(set[i]);
          }
        }
        if (known.contains(subset)) {
          return true;
        }
      }
      return false;
    }

    private boolean spend(long steps) {
      work += steps;
      tooMuch |= work > MOST_WORK;
      return tooMuch;
    }

    private static int[] union(int[] one, int[] other) {
      int[] both = new int[one.length + other.length];
      int size = 0;
      int i = 0;
      int j = 0;
      while (i < one.length || j < other.length) {
        int next;
        if (j == other.length || (i < one.length && one[i] <= other[j])) {
          next = one[i];
        } else {
          next = other[j];
        }
        i += i < one.length && one[i] == next ? 1 : 0;
        j += j < other.length && other[j] == next ? 1 : 0;
        both[size++] = next;
      }
      return Arrays.copyOf(both, size);
    }
  }
}
