package dev.sluice.cli;

import dev.sluice.cli.screen.Plain;
import dev.sluice.model.Result;
import dev.sluice.server.runner.RunnerNotes;
import dev.sluice.server.wire.Assignment;
import dev.sluice.server.wire.RunResult;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.stream.Stream;

/** A line for each thing that a runner does. */
final class RunnerLines implements RunnerNotes {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final Printer printer;
  private final Clock clock;
  private final boolean progress;
  private int status = Exit.COULD_NOT_TELL;
  private String reason = "";

  /**
   * Lines on a printer: runs on {@code out}, the rest on {@code err}.
   *
   * @param progress whether what runs say meanwhile is shown too
   */
  RunnerLines(Printer printer, Clock clock, boolean progress) {
    this.printer = printer;
    this.clock = clock;
    this.progress = progress;
  }

  /** What the last run's end means as an exit status. */
  synchronized int status() {
    return status;
  }

  @Override
  public synchronized void claimed(Assignment assignment) {
    reason = "";
    run(assignment, "claimed" + (assignment.attempt() > 1 ? ", try " + assignment.attempt() : ""));
  }

  @Override
  public void said(Assignment assignment, String line) {
    if (progress) {
      printer.err().println(Plain.of(now() + "  " + assignment.run() + "  " + line));
    }
  }

  @Override
  public synchronized void ended(Assignment assignment, RunResult result, boolean taken) {
    status =
        taken
            ? Stream.of(Result.values())
                .filter(known -> known.word().equals(result.result()))
                .map(Exit::of)
                .findFirst()
                .orElse(Exit.COULD_NOT_TELL)
            : Exit.COULD_NOT_TELL;
    run(
        assignment,
        result.result()
            + ": "
            + result.sentence()
            + (taken ? "" : " (the server did not take it, see above)"));
  }

  @Override
  public void lost(Assignment assignment) {
    run(assignment, "dropped: the server gave it to somebody else, or nobody needs it any more");
  }

  @Override
  public synchronized void away(String why, Duration pause) {
    if (!pause.isZero() && why.equals(reason)) {
      return; // every place says it, every few seconds
    }
    reason = why;
    printer
        .err()
        .println(Plain.of(now() + "  " + why + (pause.isZero() ? "" : "; it is asked again")));
  }

  @Override
  public void refused(String sentence) {
    printer.err().println(Plain.of("sluice runner: " + sentence));
  }

  private void run(Assignment assignment, String what) {
    printer
        .out()
        .println(
            Plain.of(
                now()
                    + "  "
                    + assignment.run()
                    + "  "
                    + title(assignment)
                    + "  "
                    + what.lines().findFirst().orElse("")));
  }

  private static String title(Assignment assignment) {
    return assignment.product()
        + ": "
        + (assignment.artifact() == null
            ? "negative controls"
            : assignment.artifact()
                + " "
                + assignment.version()
                + " with "
                + assignment.counterpart()
                + " in "
                + assignment.environment());
  }

  private String now() {
    return TIME.format(clock.instant());
  }
}
