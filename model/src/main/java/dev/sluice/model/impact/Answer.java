package dev.sluice.model.impact;

import dev.sluice.model.outcome.Thing;
import java.util.List;

/**
 * What a failure does.
 *
 * @param effects on every outcome, the worst first
 * @param first what to do, most urgent first
 * @param others what else is lost: how far the failure reaches
 */
public record Answer(Failure failure, List<Effect> effects, List<Step> first, List<Thing> others) {
  public Answer {
    effects = List.copyOf(effects);
    first = List.copyOf(first);
    others = List.copyOf(others);
  }

  /**
   * What becomes of an outcome.
   *
   * @param course as far as the file says
   * @param atWorst what may become of it by what the file leaves open; the same state when that
   *     changes nothing
   * @param open what would have to be written down to know; empty when nothing
   */
  public record Effect(Course course, Course.State atWorst, List<Open> open) {
    public Effect {
      open = List.copyOf(open);
    }

    /** Whether what the file leaves open cannot make it worse. */
    public boolean isSure() {
      return atWorst == course.state();
    }
  }

  /** Something that the file leaves open. */
  public record Open(String thing, String what) {}
}
