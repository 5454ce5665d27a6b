package dev.sluice.cli;

import dev.sluice.cli.screen.Board;
import dev.sluice.proving.plan.Plan;
import dev.sluice.proving.plan.PlannedRun;
import dev.sluice.proving.report.Candidate;
import dev.sluice.proving.run.RunReport;
import java.io.PrintStream;
import java.time.Duration;

/** Redraws the board in place, ten times a second; removes it when closed. */
final class LiveProgress implements Progress {
  private static final int MILLIS = 100;

  // Fits the smallest usual terminal, 24 lines: what scrolled away cannot be redrawn.
  private static final int MOST_LINES = 18;

  private final Redrawn redrawn;
  private final PrintStream results;
  private final Board board;
  private final Header header;
  private final long from = System.nanoTime();
  private final Thread ticker = new Thread(this::tick, "progress");
  private boolean closed;

  LiveProgress(PrintStream err, PrintStream results, Board board, Header header) {
    this.redrawn = new Redrawn(err);
    this.results = results;
    this.board = board;
    this.header = header;
    ticker.setDaemon(true);
    ticker.start();
  }

  private synchronized void tick() {
    try {
      while (!closed) {
        draw();
        wait(MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  synchronized void draw() {
    redrawn.draw(board.lines(now(), MOST_LINES, true));
  }

  private Duration now() {
    return Duration.ofNanos(System.nanoTime() - from);
  }

  @Override
  public synchronized void busy(String with) {
    board.busy(with, now());
  }

  @Override
  public synchronized void planned(Candidate candidate, Plan plan) {
    redrawn.erase();
    header.lines(candidate, plan).forEach(results::println);
    board.planned(plan);
  }

  @Override
  public synchronized void phase(PlannedRun run, String phase) {
    board.phase(run, phase, now());
  }

  @Override
  public synchronized void checkPassed(PlannedRun run, String check, int passed, int of) {
    board.checkPassed(run, passed, of);
  }

  @Override
  public synchronized void ended(RunReport report) {
    board.ended(report);
  }

  @Override
  public synchronized void close() {
    closed = true;
    notifyAll();
    redrawn.erase();
  }
}
