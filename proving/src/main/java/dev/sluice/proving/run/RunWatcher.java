package dev.sluice.proving.run;

import dev.sluice.proving.plan.PlannedRun;

/** Told how runs go, from several threads. */
public interface RunWatcher {
  /** A boot of a run begins; {@code phase} is the leg's title or {@code control run}. */
  void phase(PlannedRun run, String phase);

  void checkPassed(PlannedRun run, String check, int passed, int of);

  void ended(RunReport report);
}
