package dev.sluice.model.impact;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Every pair of failures that loses an outcome which neither of them loses alone: the minimal cut
 * sets of order 2.
 *
 * @param all how many pairs there are, counted for each outcome
 * @param sets of them, at most {@link #MOST_KEPT}, the worst first; when there are more, those of
 *     the failures that are lowest in the graph, on which most hangs
 * @param isWhole whether {@code sets} are all
 */
public record Pairs(long all, List<CutSet> sets, boolean isWhole) {
  /** More would be read by nobody; what is beyond is counted. */
  public static final int MOST_KEPT = 20_000;

  /** Pairs with one failure in common, from which on following them together is faster. */
  private static final int TOGETHER = 16;

  public Pairs {
    sets = List.copyOf(sets);
  }

  static Pairs of(Impact impact) {
    Candidates candidates = Candidates.of(impact.anatomy());
    var search = PairSearch.all(impact.anatomy(), candidates, MOST_KEPT);
    List<PairSearch.Found> found =
        search.isWhole()
            ? search.found()
            : PairSearch.lowest(impact.anatomy(), candidates, MOST_KEPT).found();
    var many = new ManyFailures(impact, impact.anatomy().parts(), candidates.count());
    List<CutSet> sets = new ArrayList<>();
    found.stream()
        .collect(Collectors.groupingBy(PairSearch.Found::one, TreeMap::new, Collectors.toList()))
        .forEach((one, pairs) -> show(candidates, many, one, pairs, sets));
    return new Pairs(search.count(), SinglePoints.worstFirst(sets), search.isWhole());
  }

  private static void show(
      Candidates candidates,
      ManyFailures many,
      int one,
      List<PairSearch.Found> pairs,
      List<CutSet> sets) {
    int[] others = pairs.stream().mapToInt(pair -> candidates.nodes()[pair.other()]).toArray();
    int beside = candidates.nodes()[one];
    for (int first = 0; first < others.length; first += many.stretch()) {
      int last = Math.min(others.length, first + many.stretch());
      List<PairSearch.Found> shown = pairs.subList(first, last);
      List<List<CutSet.Loss>> losses = new ArrayList<>();
      shown.forEach(_ -> losses.add(new ArrayList<>()));
      ManyFailures.Taker taker =
          (at, outcome, loss) -> {
            if (shown.get(at).outcomes().get(outcome)) {
              losses.get(at).add(loss);
            }
          };
      if (last - first < TOGETHER) {
        many.inTurn(others, first, last, beside, taker);
      } else {
        many.together(others, first, last, beside, taker);
      }
      for (int at = 0; at < shown.size(); at++) {
        losses.get(at).sort(SinglePoints.WORST_LOSS_FIRST);
        sets.add(new CutSet(candidates.parts(one, shown.get(at).other()), losses.get(at)));
      }
    }
  }
}
