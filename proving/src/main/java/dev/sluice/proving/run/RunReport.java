package dev.sluice.proving.run;

import dev.sluice.model.Result;
import dev.sluice.proving.cause.Cause;
import dev.sluice.proving.plan.PlannedRun;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What became of one planned run. */
public sealed interface RunReport {
  PlannedRun planned();

  /**
   * A run that came to a result.
   *
   * @param checks in the order in which they were decided; the last one decided the run
   * @param planned how many checks the suite has is {@code checkCount}
   * @param retried whether a first attempt was thrown away as infrastructure's fault
   * @param controlPassed whether a control run passed the check that this run failed
   */
  record Finished(
      PlannedRun planned,
      Result result,
      List<CheckResult> checks,
      int checkCount,
      Duration took,
      boolean retried,
      boolean controlPassed)
      implements RunReport {
    public Finished {
      checks = List.copyOf(checks);
    }

    /** Why it did not pass; empty when it did. */
    public Optional<CheckResult> deciding() {
      return checks.stream().filter(c -> c.result() != Result.PASSED).findFirst();
    }

    public Optional<Cause> cause() {
      return deciding().map(CheckResult::cause);
    }
  }

  /** A run that was not made, or stopped before it came to a result. */
  record NotRun(PlannedRun planned, String reason) implements RunReport {}
}
