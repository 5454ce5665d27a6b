package dev.sluice.model.outcome;

import java.time.LocalDate;
import java.util.List;

/**
 * A risk that somebody has accepted knowingly.
 *
 * @param accepts the thing that outcomes may hang on, or {@link #UNTRIED}
 * @param outcomes which ones
 * @param until the last day on which it counts
 */
public record Waiver(
    String name, String accepts, List<String> outcomes, String reason, LocalDate until, int line) {
  /** What a waiver accepts instead of a thing: a fallback that was not tried in time. */
  public static final String UNTRIED = "untried-fallback";

  public Waiver {
    outcomes = List.copyOf(outcomes);
  }

  public boolean holdsOn(LocalDate day) {
    return !day.isAfter(until);
  }

  /** Whether this failure of this outcome is accepted, be it still or no longer. */
  public boolean covers(String thing, String outcome) {
    return accepts.equals(thing) && outcomes.contains(outcome);
  }
}
