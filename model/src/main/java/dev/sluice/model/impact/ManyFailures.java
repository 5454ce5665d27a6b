package dev.sluice.model.impact;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What becomes of outcomes under many failures, each by itself: from the steps of {@link
 * LossesInTime}, all failures with the same course at once; from a {@link Spread} for one failure
 * after the other, where these are few or the moments too many.
 */
final class ManyFailures {
  /** No failure beside each. */
  static final int ALONE = -1;

  /** Courses of one outcome that are looked up: more would only be there to be looked up. */
  private static final int MOST_KNOWN = 1_000;

  private final List<Anatomy.Parts> parts;
  private final LossesInTime steps;
  private final Spread spread;
  private final Timeline timeline;
  private final List<Map<Timeline.Moments, CutSet.Loss>> known = new ArrayList<>();
  private final long[][] among;
  private final long[] until;

  /** Hears of every outcome that is lost. */
  @FunctionalInterface
  interface Taker {
    /**
     * An outcome is lost.
     *
     * @param failure which of those asked about, from 0
     * @param outcome which of the parts, from 0
     */
    void take(int failure, int outcome, CutSet.Loss loss);
  }

  /**
   * Of these outcomes.
   *
   * @param failures how many there will be in all
   */
  ManyFailures(Impact impact, List<Anatomy.Parts> parts, int failures) {
    this.parts = parts;
    Anatomy anatomy = impact.anatomy();
    steps = new LossesInTime(anatomy.graph(), failures);
    spread = anatomy.spread();
    timeline = new Timeline(anatomy, spread, impact.today());
    parts.forEach(_ -> known.add(new HashMap<>()));
    int ways = parts.stream().mapToInt(one -> one.ways().size()).max().orElse(0);
    among = new long[ways + 1][steps.words()];
    until = new long[ways];
  }

  /** How many failures {@link #together} takes. */
  int stretch() {
    return steps.stretch();
  }

  /**
   * Failures from {@code first} up to {@code last}. Of one failure, outcomes are told in the order
   * of the parts.
   *
   * @param nodes what fails in each
   * @param beside a node that fails too in each, or {@link #ALONE}
   */
  void together(int[] nodes, int first, int last, int beside, Taker taker) {
    if (!steps.fill(nodes, first, last, beside)) {
      inTurn(nodes, first, last, beside, taker);
      return;
    }
    for (int at = 0; at < parts.size(); at++) {
      int usual = parts.get(at).usual();
      for (int step = steps.first(usual); step < steps.first(usual + 1); step++) {
        for (int w = 0; w < steps.words(); w++) {
          among[0][w] = steps.row(step, w);
        }
        course(at, 0, steps.moment(step), taker);
      }
    }
  }

  /**
   * Splits failures by when the ways from one on are lost.
   *
   * @param way the failures stand under its number
   */
  private void course(int at, int way, long lost, Taker taker) {
    Anatomy.Parts one = parts.get(at);
    if (way == one.ways().size()) {
      CutSet.Loss loss = loss(at, Timeline.Moments.of(one, lost, until));
      for (int w = 0; w < steps.words(); w++) {
        for (long bits = among[way][w]; bits != 0; bits &= bits - 1) {
          taker.take((w << 6) + Long.numberOfTrailingZeros(bits), at, loss);
        }
      }
      return;
    }
    if (one.counts().get(way)) {
      int node = one.ways().get(way);
      for (int step = steps.first(node); step < steps.first(node + 1); step++) {
        if (split(way, step)) {
          until[way] = steps.moment(step);
          course(at, way + 1, lost, taker);
        }
      }
    }
    long left = 0;
    for (int w = 0; w < steps.words(); w++) {
      among[way + 1][w] = among[way][w];
      left |= among[way][w];
    }
    if (left != 0) {
      until[way] = Spread.NEVER;
      course(at, way + 1, lost, taker);
    }
  }

  /** Moves the failures of a step on to the next way; whether there are any. */
  private boolean split(int way, int step) {
    long any = 0;
    for (int w = 0; w < steps.words(); w++) {
      long both = among[way][w] & steps.row(step, w);
      among[way][w] &= ~both;
      among[way + 1][w] = both;
      any |= both;
    }
    return any != 0;
  }

  /** Many failures have the same course for an outcome: one object says it for all of them. */
  private CutSet.Loss loss(int at, Timeline.Moments moments) {
    Map<Timeline.Moments, CutSet.Loss> losses = known.get(at);
    CutSet.Loss before = losses.get(moments);
    if (before != null) {
      return before;
    }
    CutSet.Loss loss = moments.loss(parts.get(at).outcome());
    if (losses.size() < MOST_KNOWN) {
      losses.put(moments, loss);
    }
    return loss;
  }

  /** The same as {@link #together}, for any number of failures. */
  void inTurn(int[] nodes, int first, int last, int beside, Taker taker) {
    for (int failure = first; failure < last; failure++) {
      spread.clear();
      spread.fail(nodes[failure], 0);
      if (beside != ALONE) {
        spread.fail(beside, 0);
      }
      spread.settle();
      for (int at = 0; at < parts.size(); at++) {
        Anatomy.Parts one = parts.get(at);
        if (spread.lost(one.usual()) != Spread.NEVER) {
          taker.take(failure - first, at, loss(at, timeline.moments(one)));
        }
      }
    }
  }
}
