package dev.sluice.proving.page;

import dev.sluice.proving.environment.EnvironmentFacts;
import dev.sluice.proving.history.PastRun;
import dev.sluice.proving.plan.PlannedRun;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

/**
 * What a page needs beyond the result.
 *
 * @param id of the prove
 * @param at when it ended
 * @param gathered where the files of evidence are now
 * @param names what the files of each run begin with
 * @param lastPasses what each run is compared with
 * @param environments by name
 */
public record Surroundings(
    String product,
    String id,
    Instant at,
    Path gathered,
    Map<PlannedRun, String> names,
    Map<PlannedRun, LastPass> lastPasses,
    Map<String, EnvironmentFacts> environments) {
  public Surroundings {
    names = Map.copyOf(names);
    lastPasses = Map.copyOf(lastPasses);
    environments = Map.copyOf(environments);
  }

  /**
   * An earlier run that passed.
   *
   * @param evidence its folder; it may be gone
   */
  public record LastPass(PastRun run, Path evidence) {}
}
