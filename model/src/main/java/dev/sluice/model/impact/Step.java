package dev.sluice.model.impact;

import dev.sluice.model.outcome.Outcome;
import dev.sluice.model.outcome.Thing;
import dev.sluice.model.outcome.Way;
import java.time.Duration;
import java.util.List;

/** One thing to do, in the order of an answer. */
public sealed interface Step {
  /**
   * Go over to a way that stands in.
   *
   * @param from when the usual is lost
   * @param before when people would be harmed without it
   */
  record Begin(Outcome outcome, Way way, Duration from, Duration before) implements Step {}

  /** Nothing that can be counted on stands in: somebody must think of something. */
  record Improvise(Outcome outcome, Duration before) implements Step {}

  /** Repair this first: these outcomes wait for it. */
  record BringBack(Thing group, List<String> outcomes) implements Step {
    public BringBack {
      outcomes = List.copyOf(outcomes);
    }
  }

  /** When all are down, one must be up before the other can start. */
  record StartBefore(String first, String then) implements Step {}
}
