package dev.sluice.model.impact;

import dev.sluice.model.outcome.Policy;
import dev.sluice.model.outcome.Way;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;

/** Whether a way that stands in for an outcome can be counted on today. */
public enum Readiness {
  /** The system itself, with less: nobody has to remember how. */
  BUILT_IN,
  TRIED,
  /** Tried, but too long ago. */
  STALE,
  NEVER_TRIED;

  /**
   * Of a way on a day. A drill that lies in the future was not made yet.
   *
   * @param policy how long a drill counts
   */
  public static Readiness of(Way way, LocalDate today, Policy policy) {
    if (way.kind() == Way.Kind.DEGRADED_MODE) {
      return BUILT_IN;
    }
    if (way.exercised() == null || way.exercised().isAfter(today)) {
      return NEVER_TRIED;
    }
    return ChronoUnit.DAYS.between(way.exercised(), today) <= policy.days() ? TRIED : STALE;
  }

  public boolean counts() {
    return switch (this) {
      case BUILT_IN, TRIED -> true;
      case STALE, NEVER_TRIED -> false;
    };
  }
}
