package dev.sluice.model.impact;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The cut sets of order 1, in the order of the candidates. */
final class SingleFailures {
  private final Candidates candidates;
  private final ManyFailures many;
  private final List<List<CutSet.Loss>> bare = new ArrayList<>();
  private final List<List<CutSet.Loss>> held = new ArrayList<>();

  private SingleFailures(Impact impact) {
    candidates = Candidates.of(impact.anatomy());
    // Losses are then heard of in the order in which they are shown.
    List<Anatomy.Parts> parts =
        impact.anatomy().parts().stream()
            .sorted(
                Comparator.<Anatomy.Parts>comparingLong(
                        one -> one.outcome().people() == null ? -1 : one.outcome().people())
                    .reversed())
            .toList();
    many = new ManyFailures(impact, parts, candidates.firstHosts());
    for (int at = 0; at < many.stretch(); at++) {
      bare.add(new ArrayList<>());
      held.add(new ArrayList<>());
    }
  }

  static List<CutSet> of(Impact impact) {
    return new SingleFailures(impact).sets();
  }

  private List<CutSet> sets() {
    List<CutSet> sets = new ArrayList<>();
    for (int first = 0; first < candidates.firstHosts(); first += many.stretch()) {
      int last = Math.min(candidates.firstHosts(), first + many.stretch());
      many.together(
          candidates.nodes(),
          first,
          last,
          ManyFailures.ALONE,
          (failure, _, loss) -> (loss.held() ? held : bare).get(failure).add(loss));
      for (int at = 0; at < last - first; at++) {
        List<CutSet.Loss> losses = bare.get(at);
        losses.addAll(held.get(at));
        if (!losses.isEmpty()) {
          sets.add(new CutSet(candidates.parts(first + at), losses));
        }
        bare.get(at).clear();
        held.get(at).clear();
      }
    }
    return sets;
  }
}
