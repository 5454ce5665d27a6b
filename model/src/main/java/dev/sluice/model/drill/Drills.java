package dev.sluice.model.drill;

import dev.sluice.model.outcome.Outcome;
import dev.sluice.model.outcome.Outcomes;
import dev.sluice.model.outcome.Way;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Every drill that was written down, in the order in which that was done. */
public record Drills(List<Drill> all) {
  public static final Drills NONE = new Drills(List.of());

  public Drills {
    all = List.copyOf(all);
  }

  public boolean isEmpty() {
    return all.isEmpty();
  }

  /**
   * The file as drills have found it to be. The date in the file is taken for a drill that worked.
   *
   * @param today what was tried later was not tried yet
   */
  public Outcomes found(Outcomes outcomes, LocalDate today) {
    if (isEmpty()) {
      return outcomes;
    }
    Map<String, Known> known = new HashMap<>();
    for (Outcome outcome : outcomes.outcomes()) {
      Way fallback = outcome.fallback();
      if (fallback != null) {
        known.put(outcome.name(), new Known(fallback, today));
      }
    }
    for (Drill drill : all) {
      Known one = known.get(drill.outcome());
      if (one != null && !drill.on().isAfter(today)) {
        one.add(drill);
      }
    }
    return outcomes.withEach(
        outcome -> {
          Known one = known.get(outcome.name());
          return one == null ? outcome : outcome.exercised(one.worked, one.failed);
        });
  }

  /** The latest day on which a fallback worked, and on which it did not. */
  private static final class Known {
    private final String words;
    private @Nullable LocalDate worked;
    private @Nullable LocalDate failed;

    Known(Way fallback, LocalDate today) {
      this.words = fallback.says();
      LocalDate day = fallback.exercised();
      this.worked = day == null || day.isAfter(today) ? null : day;
    }

    /**
     * Success is of these words alone: another fallback was not tried. Failure is of any: new words
     * for what did not work make nothing work.
     */
    void add(Drill drill) {
      switch (drill.found()) {
        case WORKED -> {
          if (drill.isOf(words) && (worked == null || !worked.isAfter(drill.on()))) {
            worked = drill.on();
            // On one day the later of two records speaks.
            if (failed != null && !failed.isAfter(drill.on())) {
              failed = null;
            }
          }
        }
        case PARTLY, DID_NOT_WORK -> {
          boolean later = worked == null || !drill.on().isBefore(worked);
          if (later && (failed == null || failed.isBefore(drill.on()))) {
            failed = drill.on();
          }
        }
      }
    }
  }
}
