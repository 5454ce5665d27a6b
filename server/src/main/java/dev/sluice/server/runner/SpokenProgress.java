package dev.sluice.server.runner;

import dev.sluice.model.Result;
import dev.sluice.proving.lab.LabWatcher;
import dev.sluice.proving.plan.Plan;
import dev.sluice.proving.plan.PlannedRun;
import dev.sluice.proving.report.Candidate;
import dev.sluice.proving.report.Sentences;
import dev.sluice.proving.run.RunReport;
import java.util.function.Consumer;

/** How a run goes, as lines for people far away. */
final class SpokenProgress implements LabWatcher {
  private final Consumer<String> said;

  SpokenProgress(Consumer<String> said) {
    this.said = said;
  }

  @Override
  public void busy(String with) {
    said.accept(with);
  }

  @Override
  public void planned(Candidate candidate, Plan plan) {
    plan.runs().forEach(run -> said.accept(title(run) + ": " + run.why()));
  }

  @Override
  public void phase(PlannedRun run, String phase) {
    said.accept(title(run) + ": " + phase);
  }

  @Override
  public void checkPassed(PlannedRun run, String check, int passed, int of) {
    said.accept(title(run) + ": " + check + " passed, " + passed + " of " + of);
  }

  @Override
  public void ended(RunReport report) {
    said.accept(
        title(report.planned())
            + ": "
            + switch (report) {
              case RunReport.NotRun(var _, var reason) -> "not run: " + reason;
              case RunReport.Finished run ->
                  run.result() == Result.PASSED
                      ? "passed"
                      : run.result().word() + ": " + Sentences.because(run);
            });
  }

  private static String title(PlannedRun run) {
    return run.combination().title() + " · " + run.environment();
  }
}
