package dev.sluice.cli.screen;

import static dev.sluice.cli.screen.Table.Column.FIXED;
import static dev.sluice.cli.screen.Table.Column.SHRINKS;

import dev.sluice.model.Result;
import dev.sluice.proving.history.PastRun;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What {@code sluice runs} shows. */
public final class RunsScreen {
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("d MMM HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  private RunsScreen() {}

  /**
   * The list.
   *
   * @param narrowed whether not all runs were asked for
   */
  public static List<String> list(List<PastRun> runs, boolean narrowed, boolean colour) {
    if (runs.isEmpty()) {
      return narrowed
          ? List.of("no such run; sluice runs lists all")
          : List.of("no runs yet", "  sluice prove makes some, or to see how: sluice demo");
    }
    var table = new Table(FIXED, FIXED, FIXED, SHRINKS, SHRINKS);
    for (PastRun run : runs) {
      table.add(
          Table.Cell.of(run.id().toString()),
          State.of(run.ending().result()),
          Table.Cell.of(time(run.at())),
          Table.Cell.of(
              Plain.of(run.place().combination()) + " · " + Plain.of(run.place().environment())),
          Table.Cell.of(detail(run)));
    }
    List<String> lines = new ArrayList<>(table.lines(ProveScreen.COLUMNS, colour));
    lines.add("");
    PastRun first =
        runs.stream()
            .filter(run -> run.ending().result() != Result.PASSED)
            .findFirst()
            .orElseGet(runs::getFirst);
    lines.add("  sluice run show " + first.id() + "   says more; times are UTC");
    return lines;
  }

  static String detail(PastRun run) {
    String check = run.ending().check();
    String again = run.ending().retried() ? "retried" : "";
    return check == null ? again : Plain.of(check) + (again.isEmpty() ? "" : ", " + again);
  }

  static String time(Instant at) {
    return MINUTE.format(at);
  }
}
