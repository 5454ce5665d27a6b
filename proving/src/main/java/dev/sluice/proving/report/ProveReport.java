package dev.sluice.proving.report;

import dev.sluice.model.Result;
import dev.sluice.proving.history.Flakiness;
import dev.sluice.proving.plan.PlannedRun;
import dev.sluice.proving.run.RunReport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a prove came to.
 *
 * @param runs in the order of the plan
 * @param unproven left out by the time box or the caller
 * @param statements the signed file of each run that passed or failed: {@code *.proof.json} or
 *     {@code *.failed.json}
 * @param consoles console files of each run, oldest boot first
 * @param evidence folder of everything kept
 * @param controls negative controls of the candidate's artifact under its suite
 * @param flaky environments that give no proofs, since they had to try twice too often
 * @param unenforced bounds that were asked for and could not be set, in words, by environment; none
 *     for those where all are
 * @param remarks what went wrong beside the runs and changes nothing about them, in sentences
 */
public record ProveReport(
    Candidate candidate,
    List<RunReport> runs,
    List<PlannedRun> unproven,
    Map<PlannedRun, Path> statements,
    Map<PlannedRun, List<Path>> consoles,
    Path evidence,
    List<ControlRecord> controls,
    SortedMap<String, Flakiness> flaky,
    SortedMap<String, List<String>> unenforced,
    List<String> remarks,
    Duration took) {
  /** Name of the page in the folder of the evidence. */
  public static final String PAGE = "report.html";

  public ProveReport {
    runs = List.copyOf(runs);
    unproven = List.copyOf(unproven);
    statements = Map.copyOf(statements);
    consoles = Map.copyOf(consoles);
    controls = List.copyOf(controls);
    flaky = Collections.unmodifiableSortedMap(new TreeMap<>(flaky));
    unenforced = Collections.unmodifiableSortedMap(new TreeMap<>(unenforced));
    remarks = List.copyOf(remarks);
  }

  /** The same with other remarks. */
  public ProveReport remarking(List<String> others) {
    return new ProveReport(
        candidate,
        runs,
        unproven,
        statements,
        consoles,
        evidence,
        controls,
        flaky,
        unenforced,
        others,
        took);
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

  /** Whether the proof of a run that passed is withheld. */
  public boolean withheld() {
    return withheldByControls()
        || runs.stream()
            .anyMatch(
                r ->
                    r instanceof RunReport.Finished f
                        && f.result() == Result.PASSED
                        && flaky.containsKey(f.planned().environment()));
  }

  /** Whether all proofs are withheld since a negative control was last seen green. */
  public boolean withheldByControls() {
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
