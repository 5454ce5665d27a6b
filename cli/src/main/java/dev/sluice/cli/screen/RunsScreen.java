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
   * Where there is no run to list.
   *
   * @param narrowed whether not all were asked for
   * @param controls whether those of negative controls were asked for
   */
  public static List<String> none(boolean narrowed, boolean controls) {
    if (controls) {
      return narrowed
          ? List.of("no such run; sluice runs --controls lists all")
          : List.of("no runs of negative controls yet", "  sluice prove --negative-controls");
    }
    return narrowed
        ? List.of("no such run; sluice runs lists all")
        : List.of("no runs yet", "  sluice prove makes some, or to see how: sluice demo");
  }

  /** The list; at least one. */
  public static List<String> list(List<PastRun> runs, boolean colour) {
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
    List<String> parts = new ArrayList<>();
    String check = run.ending().check();
    if (check != null) {
      parts.add(Plain.of(check));
    }
    if (run.ending().retried()) {
      parts.add("retried");
    }
    String goesRed = run.subject().goesRed();
    if (goesRed != null) {
      parts.add(run.isRedAsItMust() ? "as it must" : "must: " + Plain.of(goesRed));
    }
    return String.join(", ", parts);
  }

  static String time(Instant at) {
    return MINUTE.format(at);
  }
}
