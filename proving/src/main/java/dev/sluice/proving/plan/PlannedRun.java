package dev.sluice.proving.plan;

import dev.sluice.model.Combination;
import dev.sluice.model.Release;
import org.jspecify.annotations.Nullable;

/**
 * One run to make: a combination in an environment.
 *
 * @param candidate the part of the combination that is on trial
 * @param lastKnownGood the same combination with the candidate's predecessor; null when there is
 *     none, so that nothing tells candidate from infrastructure
 * @param hosts how many run the counterpart; {@link Fielded#UNSTATED} when nobody said
 * @param why this combination, and why at this place in the order, in words
 */
public record PlannedRun(
    Release candidate,
    Combination combination,
    @Nullable Combination lastKnownGood,
    String environment,
    long hosts,
    String why) {
  /** The parts that hosts run already, as people read them: {@code sensor 7.15}. */
  public String counterpart() {
    StringBuilder title = new StringBuilder();
    if (!combination.application().equals(candidate)) {
      title.append(combination.application().title());
    }
    for (Release data : combination.data()) {
      if (!data.equals(candidate)) {
        title.append(title.isEmpty() ? "" : " + ").append(data.title());
      }
    }
    return title.isEmpty() ? candidate.title() : title.toString();
  }
}
