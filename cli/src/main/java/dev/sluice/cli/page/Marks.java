package dev.sluice.cli.page;

import dev.sluice.model.impact.CutSet;
import dev.sluice.model.impact.SinglePoints;
import java.util.HashMap;
import java.util.Map;

/** For each thing, how many outcomes its failure loses. */
final class Marks {
  private static final Mark NONE = new Mark(0, 0, 0);

  private final Map<String, Mark> marks = new HashMap<>();

  /**
   * Of one thing.
   *
   * @param bare outcomes with nothing standing in
   * @param held outcomes that something stands in for
   * @param byOneHost outcomes that one host of a group is enough for
   */
  record Mark(int bare, int held, int byOneHost) {
    Page.State state() {
      return bare > 0 ? Page.State.BAD : held > 0 ? Page.State.UNSURE : Page.State.NONE;
    }

    /** Empty when it loses nothing alone. */
    String word() {
      String what =
          bare > 0
              ? "alone loses " + Numbers.count(bare)
              : held > 0 ? "alone loses " + Numbers.count(held) + ", held" : "";
      return what.isEmpty() || byOneHost == 0 ? what : "one host " + what;
    }
  }

  Marks(SinglePoints points) {
    for (CutSet set : points.sets()) {
      CutSet.Part part = set.parts().getFirst();
      int held = Math.toIntExact(set.losses().stream().filter(CutSet.Loss::held).count());
      int all = set.losses().size();
      boolean one = part.hosts() > 0;
      marks.merge(
          part.name(),
          new Mark(all - held, held, one ? all : 0),
          (a, b) ->
              new Mark(
                  Math.max(a.bare, b.bare), Math.max(a.held, b.held), a.byOneHost + b.byOneHost));
    }
  }

  Mark of(String thing) {
    return marks.getOrDefault(thing, NONE);
  }
}
