package dev.sluice.cli;

import dev.sluice.cli.screen.Board;
import dev.sluice.proving.plan.Plan;
import dev.sluice.proving.plan.PlannedRun;
import dev.sluice.proving.report.Candidate;
import dev.sluice.proving.run.RunReport;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;

/** Redraws the board in place, ten times a second; removes it when closed. */
final class LiveProgress implements Progress {
  private static final int MILLIS = 100;

  // Fits the smallest usual terminal, 24 lines: what scrolled away cannot be redrawn.
  private static final int MOST_LINES = 18;

  // A line longer than a narrow terminal must not become two, or the next frame would be one off.
  private static final String NO_WRAP = "\u001b[?7l";
  private static final String WRAP = "\u001b[?7h";
  private static final String CLEAR_LINE = "\u001b[K";
  private static final String CLEAR_BELOW = "\u001b[J";

  private final PrintStream err;
  private final PrintStream results;
  private final Board board;
  private final Header header;
  private final long from = System.nanoTime();
  private final Thread ticker = new Thread(this::tick, "progress");
  private int drawn;
  private boolean closed;

  LiveProgress(PrintStream err, PrintStream results, Board board, Header header) {
    this.err = err;
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
    List<String> lines = board.lines(now(), MOST_LINES, true);
    if (lines.isEmpty() && drawn == 0) {
      return;
    }
    var frame = new StringBuilder(NO_WRAP).append(back());
    // Cleared before and not after: at the right edge that would take away the last character.
    lines.forEach(line -> frame.append(CLEAR_LINE).append(line).append('\n'));
    err.print(frame.append(CLEAR_BELOW).append(WRAP));
    err.flush();
    drawn = lines.size();
  }

  private String back() {
    return drawn == 0 ? "\r" : "\r\u001b[" + drawn + "A";
  }

  private void erase() {
    if (drawn > 0) {
      err.print(back() + CLEAR_BELOW);
      err.flush();
      drawn = 0;
    }
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
    erase();
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
    erase();
  }
}
