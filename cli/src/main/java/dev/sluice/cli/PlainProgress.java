package dev.sluice.cli;

import dev.sluice.cli.screen.Board;
import dev.sluice.cli.screen.LogLine;
import dev.sluice.proving.plan.Plan;
import dev.sluice.proving.plan.PlannedRun;
import dev.sluice.proving.report.Candidate;
import dev.sluice.proving.run.RunReport;
import java.io.PrintStream;
import java.time.Duration;

/** A line for each thing that happens, for logs and pipes. */
final class PlainProgress implements Progress {
  private final PrintStream err;
  private final PrintStream results;
  private final Board board;
  private final Header header;
  private final long from = System.nanoTime();

  PlainProgress(PrintStream err, PrintStream results, Board board, Header header) {
    this.err = err;
    this.results = results;
    this.board = board;
    this.header = header;
  }

  @Override
  public synchronized void busy(String with) {
    say(with);
  }

  @Override
  public synchronized void planned(Candidate candidate, Plan plan) {
    board.planned(plan);
    header.lines(candidate, plan).forEach(results::println);
    for (PlannedRun run : plan.runs()) {
      say("planned: " + board.title(run));
      err.println(LogLine.more(board.why(run)));
    }
    plan.unproven().forEach(run -> say("left out: " + board.title(run)));
  }

  @Override
  public synchronized void phase(PlannedRun run, String phase) {
    say(board.title(run) + ": " + phase);
  }

  @Override
  public void checkPassed(PlannedRun run, String check, int passed, int of) {
    // Nine lines a run that say that nothing is wrong.
  }

  @Override
  public synchronized void ended(RunReport report) {
    say(board.title(report.planned()) + ": " + LogLine.of(report));
  }

  private void say(String what) {
    err.println(LogLine.at(Duration.ofNanos(System.nanoTime() - from), what));
  }

  @Override
  public void close() {
    err.flush();
  }
}
