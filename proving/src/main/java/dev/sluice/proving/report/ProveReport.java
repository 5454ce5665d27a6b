package dev.sluice.proving.report;

import dev.sluice.model.Result;
import dev.sluice.proving.plan.PlannedRun;
import dev.sluice.proving.run.RunReport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a prove came to.
 *
 * @param runs in the order of the plan
 * @param unproven left out by the time box
 * @param statements the signed file of each run that passed or failed: {@code *.proof.json} or
 *     {@code *.failed.json}
 * @param consoles console files of each run, oldest boot first
 * @param evidence folder of everything kept
 * @param controls negative controls of the candidate's artifact under its suite
 */
public record ProveReport(
    Candidate candidate,
    List<RunReport> runs,
    List<PlannedRun> unproven,
    Map<PlannedRun, Path> statements,
    Map<PlannedRun, List<Path>> consoles,
    Path evidence,
    List<ControlRecord> controls,
    Duration took) {
  public ProveReport {
    runs = List.copyOf(runs);
    unproven = List.copyOf(unproven);
    statements = Map.copyOf(statements);
    consoles = Map.copyOf(consoles);
    controls = List.copyOf(controls);
  }

  /** The worst of the runs; a run that was not made is never better than could-not-tell. */
  public Result result() {
    return runs.stream()
        .map(
            r ->
                switch (r) {
                  case RunReport.Finished f -> f.result();
                  case RunReport.NotRun _ -> Result.COULD_NOT_TELL;
                })
        .reduce(withheld() ? Result.COULD_NOT_TELL : Result.PASSED, Result::worse);
  }

  /** Whether proofs are withheld since a negative control was last seen green. */
  public boolean withheld() {
    return controls.stream().anyMatch(ControlRecord::withholdsProofs);
  }

  /** The first run of the plan that has the overall result and did not pass. */
  public Optional<RunReport.Finished> deciding() {
    return runs.stream()
        .filter(RunReport.Finished.class::isInstance)
        .map(RunReport.Finished.class::cast)
        .filter(f -> f.result() != Result.PASSED)
        .max(Comparator.comparing(RunReport.Finished::result));
  }
}
