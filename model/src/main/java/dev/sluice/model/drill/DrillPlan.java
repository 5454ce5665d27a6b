package dev.sluice.model.drill;

import dev.sluice.model.impact.Readiness;
import dev.sluice.model.outcome.Outcome;
import dev.sluice.model.outcome.Outcomes;
import dev.sluice.model.outcome.Way;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which fallback is to be tried next.
 *
 * @param drills of every outcome with a fallback, the most urgent first
 * @param without outcomes that have none
 */
public record DrillPlan(List<Next> drills, List<Outcome> without) {
  private static final Comparator<Next> URGENT_FIRST =
      Comparator.comparing((Next next) -> !next.isDue())
          .thenComparing(Next::by, Comparator.nullsFirst(Comparator.<LocalDate>naturalOrder()))
          .thenComparing(
              (Next next) -> next.outcome().people(),
              Comparator.nullsLast(Comparator.<Long>reverseOrder()));

  public DrillPlan {
    drills = List.copyOf(drills);
    without = List.copyOf(without);
  }

  /**
   * The next drill of one outcome.
   *
   * @param readiness as of today
   * @param by the last day on which the one before counts; null when none does
   */
  public record Next(Outcome outcome, Way fallback, Readiness readiness, @Nullable LocalDate by) {
    /** Whether the fallback counts no longer. */
    public boolean isDue() {
      return !readiness.counts();
    }
  }

  /**
   * Of a file as drills have found it.
   *
   * @see Drills#found
   */
  public static DrillPlan of(Outcomes outcomes, LocalDate today) {
    List<Next> drills = new ArrayList<>();
    List<Outcome> without = new ArrayList<>();
    for (Outcome outcome : outcomes.outcomes()) {
      Way fallback = outcome.fallback();
      if (fallback == null) {
        without.add(outcome);
      } else {
        drills.add(next(outcome, fallback, outcomes, today));
      }
    }
    drills.sort(URGENT_FIRST);
    return new DrillPlan(drills, without);
  }

  private static Next next(Outcome outcome, Way fallback, Outcomes outcomes, LocalDate today) {
    Readiness readiness = Readiness.of(fallback, today, outcomes.policy());
    LocalDate tried = fallback.exercised();
    return new Next(
        outcome,
        fallback,
        readiness,
        switch (readiness) {
          case BUILT_IN, TRIED, STALE ->
              tried == null ? null : tried.plusDays(outcomes.policy().days());
          case FAILED, NEVER_TRIED -> null;
        });
  }
}
