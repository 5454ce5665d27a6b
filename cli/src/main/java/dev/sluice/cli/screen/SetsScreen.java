package dev.sluice.cli.screen;

import static dev.sluice.cli.screen.Table.Column.FIXED;
import static dev.sluice.cli.screen.Table.Column.RIGHT;
import static dev.sluice.cli.screen.Table.Column.SHRINKS;
import static dev.sluice.cli.screen.Table.Column.WRAPS;

import dev.sluice.model.Result;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** What ClamAV's own tests and what proofs say of signature sets, as one table. */
public final class SetsScreen {
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

  /**
   * A heading for each set, beneath it a line for each engine.
   *
   * @param columns of the screen
   */
  public static List<String> table(List<Row> rows, int columns, boolean colour) {
    var table = new Table(FIXED, FIXED, FIXED, SHRINKS, RIGHT, WRAPS);
    table.add(
        Table.Cell.of("set, engine"),
        Table.Cell.of("clamscan"),
        Table.Cell.of("freshclam"),
        Table.Cell.of("proof"),
        Table.Cell.of("time"),
        Table.Cell.of("because of"));
    String set = "";
    for (Row row : rows) {
      if (!row.set().equals(set)) {
        set = row.set();
        table.add(heading(set));
      }
      table.add(
          Table.Cell.of("  " + Plain.of(row.engine())),
          Table.Cell.of(Plain.of(row.clamscan())),
          Table.Cell.of(Plain.of(row.freshclam())),
          State.of(row.result()),
          Table.Cell.of(Figures.seconds(row.took())),
          why(row));
    }
    return table.lines(columns, colour);
  }

  private static Table.Cell[] heading(String set) {
    Table.Cell[] cells = new Table.Cell[6];
    Arrays.fill(cells, Table.Cell.EMPTY);
    cells[0] = new Table.Cell(Plain.of(set), Tint.STRONG);
    return cells;
  }

  private static Table.Cell why(Row row) {
    String failed = Plain.of(String.join(", ", row.failed()));
    return row.asItMust()
        ? Table.Cell.of(failed)
        : new Table.Cell(
            "NOT as it must" + (failed.isEmpty() ? "" : ": " + failed), Tint.of(Result.FAILED));
  }
}
