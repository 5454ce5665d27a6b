package dev.sluice.cli.screen;

import dev.sluice.proving.run.RunReport;
import java.time.Duration;

/** One line of progress where lines are not redrawn. */
public final class LogLine {
  private static final int LONGEST = 200;

  private LogLine() {}

  /** What happened, with the time since the start before it. */
  public static String at(Duration since, String what) {
    return String.format("%8s  %s", Figures.seconds(since), Plain.cut(Plain.of(what), LONGEST));
  }

  /** What belongs to the line before. */
  public static String more(String what) {
    return " ".repeat(10) + Plain.cut(Plain.of(what), LONGEST);
  }

  /** How a run ended: {@code ▲ failed, boots, 1.4 s}. */
  public static String of(RunReport report) {
    return switch (report) {
      case RunReport.Finished f ->
          State.of(f.result()).text()
              + ", "
              + ProveScreen.detail(f)
              + ", "
              + Figures.seconds(f.took());
      case RunReport.NotRun(var _, var reason) -> State.notRun().text() + ", " + reason;
    };
  }
}
