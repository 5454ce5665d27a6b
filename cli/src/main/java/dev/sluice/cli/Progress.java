package dev.sluice.cli;

import dev.sluice.cli.screen.Board;
import dev.sluice.proving.lab.LabWatcher;
import dev.sluice.proving.plan.Plan;
import dev.sluice.proving.plan.PlannedRun;
import dev.sluice.proving.report.Candidate;
import dev.sluice.proving.run.RunReport;
import java.util.List;

/** Shows how a prove goes, on {@code err}, until it is closed. */
sealed interface Progress extends LabWatcher, AutoCloseable permits LiveProgress, PlainProgress {
  /** Writes what is to stand above the progress and stay there. */
  interface Header {
    List<String> lines(Candidate candidate, Plan plan);
  }

  /**
   * Redrawn lines where that may be, else a line for each thing that happens.
   *
   * @param results where the header goes
   */
  static Progress on(Printer printer, Printer results, Board board, Header header) {
    return printer.errIsLive()
        ? new LiveProgress(printer.err(), results.out(), board, header)
        : new PlainProgress(printer.err(), results.out(), board, header);
  }

  @Override
  void close();

  @Override
  void busy(String with);

  @Override
  void planned(Candidate candidate, Plan plan);

  @Override
  void phase(PlannedRun run, String phase);

  @Override
  void checkPassed(PlannedRun run, String check, int passed, int of);

  @Override
  void ended(RunReport report);
}
