package dev.sluice.cli.screen;

import static dev.sluice.cli.screen.Table.Column.FIXED;
import static dev.sluice.cli.screen.Table.Column.SHRINKS;
import static dev.sluice.cli.screen.Table.Column.WRAPS;

import dev.sluice.cli.screen.Table.Cell;
import dev.sluice.model.drill.Drill;
import dev.sluice.model.drill.DrillPlan;
import dev.sluice.model.impact.Sentences;
import dev.sluice.model.outcome.Outcome;
import java.util.ArrayList;
import java.util.List;

/** What {@code sluice drill} shows. */
public final class DrillScreen {
  private DrillScreen() {}

  /** Which is due. */
  public static List<String> of(DrillPlan plan, Sentences sentences, boolean colour) {
    List<String> lines = new ArrayList<>();
    if (plan.drills().isEmpty()) {
      lines.add("No outcome has a fallback to try.");
    } else {
      var table = new Table(FIXED, SHRINKS, WRAPS);
      for (DrillPlan.Next next : plan.drills()) {
        table.add(
            next.isDue()
                ? new Cell("now", Tint.BAD)
                : Cell.of(next.by() == null ? "" : "by " + next.by()),
            Cell.of(Plain.of(next.outcome().name())),
            Cell.of(
                "%s: %s"
                    .formatted(
                        sentences.tried(next.fallback()), Plain.of(next.fallback().says()))));
      }
      lines.add("Fallbacks to try, the most urgent first:");
      lines.add("");
      lines.addAll(table.lines(ProveScreen.COLUMNS, colour));
    }
    if (!plan.without().isEmpty()) {
      lines.add("");
      lines.addAll(
          Plain.wrapped(
              "Without a fallback: "
                  + String.join(
                      ", ", plan.without().stream().map(Outcome::name).map(Plain::of).toList())
                  + ".",
              ProveScreen.COLUMNS));
    }
    return lines;
  }

  /** What was found. */
  public static List<String> of(List<Drill> drills, boolean colour) {
    var table = new Table(FIXED, SHRINKS, FIXED, WRAPS);
    for (Drill drill : drills) {
      table.add(
          Cell.of(drill.on().toString()),
          Cell.of(Plain.of(drill.outcome())),
          found(drill.found()),
          Cell.of(
              Plain.of(drill.by().replace('\n', ' '))
                  + (drill.notes() == null
                      ? ""
                      : ": " + Plain.of(drill.notes().replace('\n', ' ')))));
    }
    return table.lines(ProveScreen.COLUMNS, colour);
  }

  private static Cell found(Drill.Found found) {
    return switch (found) {
      case WORKED -> new Cell("● worked", Tint.NONE);
      case PARTLY -> new Cell("◐ partly", Tint.BAD);
      case DID_NOT_WORK -> new Cell("✕ did not work", Tint.BAD);
    };
  }
}
