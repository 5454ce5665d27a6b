package dev.sluice.cli;

import dev.sluice.cli.screen.Plain;
import dev.sluice.server.runner.RunnerNotes;
import dev.sluice.server.wire.Assignment;
import dev.sluice.server.wire.RunResult;
import java.io.PrintStream;
import java.time.Duration;

/** A line for each run that a runner begins and ends. */
final class RunnerScreen implements RunnerNotes {
  private final PrintStream out;

  RunnerScreen(PrintStream out) {
    this.out = out;
  }

  @Override
  public void claimed(Assignment assignment) {
    out.println(title(assignment) + ": claimed");
  }

  @Override
  public void said(Assignment assignment, String line) {
    // Whoever waits for the run reads it from the server.
  }

  @Override
  public void ended(Assignment assignment, RunResult result, boolean taken) {
    out.println(
        title(assignment)
            + ": "
            + result.result()
            + (taken ? "" : ", and the server had given it to somebody else")
            + (result.sentence().isEmpty() ? "" : ": " + Plain.of(result.sentence())));
  }

  @Override
  public void lost(Assignment assignment) {
    out.println(title(assignment) + ": dropped, nobody waits for it any more");
  }

  @Override
  public void away(String reason, Duration pause) {
    out.println(
        "the server cannot be asked: "
            + Plain.of(reason)
            + "; again in "
            + pause.toSeconds()
            + " s");
  }

  @Override
  public void refused(String sentence) {
    out.println("the server refuses this runner: " + Plain.of(sentence));
  }

  private static String title(Assignment assignment) {
    String what =
        assignment.work().equals("prove")
            ? assignment.artifact() + " " + assignment.version() + " with " + assignment.counterpart()
            : "negative controls";
    return Plain.of(
        assignment.product() + " " + assignment.run() + ", " + what + " in " + assignment.environment());
  }
}
