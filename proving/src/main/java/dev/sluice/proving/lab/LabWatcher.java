package dev.sluice.proving.lab;

import dev.sluice.proving.plan.Plan;
import dev.sluice.proving.report.Candidate;
import dev.sluice.proving.run.RunWatcher;

/** Told how a prove goes, from several threads. */
public interface LabWatcher extends RunWatcher {
  /** Something takes long, such as building a guest; a clause for people. */
  void busy(String with);

  /**
   * The plan, before anything of it runs.
   *
   * @param candidate what is on trial, with its suite
   */
  void planned(Candidate candidate, Plan plan);
}
