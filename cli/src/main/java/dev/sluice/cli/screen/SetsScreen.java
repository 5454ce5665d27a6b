package dev.sluice.cli.screen;

import static dev.sluice.cli.screen.Table.Column.FIXED;
import static dev.sluice.cli.screen.Table.Column.RIGHT;
import static dev.sluice.cli.screen.Table.Column.SHRINKS;

import dev.sluice.model.Result;
import java.time.Duration;
import java.util.List;

/** What ClamAV's own tests and what proofs say of signature sets, as one table. */
public final class SetsScreen {
  private static final int COLUMNS = 100;

  private SetsScreen() {}

  /**
   * One set on one machine.
   *
   * @param clamscan its exit statuses, on a good file and on each known threat
   * @param freshclam exit status of its database test
   * @param failed the checks that were not shown, the deciding one first
   */
  public record Row(
      String set,
      String engine,
      String clamscan,
      String freshclam,
      Result result,
      List<String> failed,
      Duration took,
      boolean asItMust) {
    public Row {
      failed = List.copyOf(failed);
    }
  }

  public static List<String> table(List<Row> rows, boolean colour) {
    var table = new Table(SHRINKS, FIXED, FIXED, FIXED, FIXED, SHRINKS, RIGHT, FIXED);
    table.add(
        Table.Cell.of("set"),
        Table.Cell.of("engine"),
        Table.Cell.of("clamscan"),
        Table.Cell.of("freshclam"),
        Table.Cell.of("proof"),
        Table.Cell.of("because of"),
        Table.Cell.of("time"),
        Table.Cell.EMPTY);
    for (Row row : rows) {
      table.add(
          Table.Cell.of(Plain.of(row.set())),
          Table.Cell.of(Plain.of(row.engine())),
          Table.Cell.of(Plain.of(row.clamscan())),
          Table.Cell.of(Plain.of(row.freshclam())),
          State.of(row.result()),
          Table.Cell.of(Plain.of(String.join(", ", row.failed()))),
          Table.Cell.of(Figures.seconds(row.took())),
          Table.Cell.of(row.asItMust() ? "" : "NOT as it must"));
    }
    return table.lines(COLUMNS, colour);
  }
}
