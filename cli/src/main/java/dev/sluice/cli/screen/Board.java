package dev.sluice.cli.screen;

import static dev.sluice.cli.screen.Table.Column.FIXED;
import static dev.sluice.cli.screen.Table.Column.RIGHT;
import static dev.sluice.cli.screen.Table.Column.SHRINKS;

import dev.sluice.proving.plan.Plan;
import dev.sluice.proving.plan.PlannedRun;
import dev.sluice.proving.run.RunReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How a prove stands, a line a combination. Knows no clock: every call brings the time since the
 * start. Not safe for several threads.
 */
public final class Board {
  private final Function<PlannedRun, String> title;
  private final Map<PlannedRun, Row> rows = new LinkedHashMap<>();
  private @Nullable Busy busy;

  public Board() {
    this(ProveScreen::title);
  }

  /**
   * @param title how each run is called; at most about 40 columns
   */
  public Board(Function<PlannedRun, String> title) {
    this.title = title;
  }

  private record Busy(String with, Duration since) {}

  /**
   * @param phase null while it waits
   * @param report null until it ended
   */
  private record Row(
      String title,
      @Nullable String phase,
      Duration since,
      int passed,
      int of,
      @Nullable RunReport report) {}

  public void planned(Plan plan) {
    busy = null;
    for (PlannedRun run : plan.runs()) {
      rows.put(run, new Row(title.apply(run), null, Duration.ZERO, 0, 0, null));
    }
  }

  public void busy(String with, Duration now) {
    busy = new Busy(Plain.of(with), now);
  }

  public void phase(PlannedRun run, String phase, Duration now) {
    busy = null;
    Row row = row(run);
    Duration since = row.phase() == null ? now : row.since();
    rows.put(
        run, new Row(row.title(), Plain.of(phase), since, row.passed(), row.of(), row.report()));
  }

  public void checkPassed(PlannedRun run, int passed, int of) {
    Row row = row(run);
    rows.put(run, new Row(row.title(), row.phase(), row.since(), passed, of, row.report()));
  }

  public void ended(RunReport report) {
    Row row = row(report.planned());
    rows.put(
        report.planned(),
        new Row(row.title(), row.phase(), row.since(), row.passed(), row.of(), report));
  }

  private Row row(PlannedRun run) {
    Row row = rows.get(run);
    return row == null ? new Row(title.apply(run), null, Duration.ZERO, 0, 0, null) : row;
  }

  /** How a run is called. */
  public String title(PlannedRun run) {
    return row(run).title();
  }

  /**
   * The board as it stands.
   *
   * @param most lines; what does not fit is counted in the last one
   */
  public List<String> lines(Duration now, int most, boolean colour) {
    var table = new Table(SHRINKS, FIXED, SHRINKS, RIGHT);
    List<Map.Entry<PlannedRun, Row>> shown = shown(most);
    for (Map.Entry<PlannedRun, Row> entry : shown) {
      Row row = entry.getValue();
      Table.Cell name = Table.Cell.of(row.title());
      switch (row.report()) {
        case RunReport.Finished f ->
            table.add(
                name,
                State.of(f.result()),
                Table.Cell.of(ProveScreen.detail(f)),
                Table.Cell.of(Figures.seconds(f.took())));
        case RunReport.NotRun(var _, var reason) ->
            table.add(
                name,
                State.notRun(),
                Table.Cell.of(ProveScreen.notRun(reason)),
                Table.Cell.EMPTY);
        case null -> {
          if (row.phase() == null) {
            table.add(
                name,
                State.waiting(),
                Table.Cell.of(Plain.of(entry.getKey().why())),
                Table.Cell.EMPTY);
          } else {
            String count = row.of() == 0 ? "" : " · " + row.passed() + " of " + row.of();
            table.add(
                name,
                State.running(),
                Table.Cell.of(row.phase() + count),
                Table.Cell.of(Figures.seconds(now.minus(row.since()))));
          }
        }
      }
    }
    List<String> lines = new ArrayList<>(table.lines(ProveScreen.COLUMNS, colour));
    if (shown.size() < rows.size()) {
      lines.add("  " + Plain.ELLIPSIS + " and " + (rows.size() - shown.size()) + " more");
    }
    if (busy != null) {
      String elapsed = "  " + Figures.seconds(now.minus(busy.since()));
      lines.add(
          "  " + Plain.cut(busy.with(), ProveScreen.COLUMNS - 2 - elapsed.length()) + elapsed);
    }
    return lines;
  }

  /** Those that move first, when there is no room for all. */
  private List<Map.Entry<PlannedRun, Row>> shown(int most) {
    List<Map.Entry<PlannedRun, Row>> all = List.copyOf(rows.entrySet());
    if (all.size() <= most) {
      return all;
    }
    List<Map.Entry<PlannedRun, Row>> chosen =
        Stream.concat(
                all.stream().filter(e -> isMoving(e.getValue())),
                all.stream().filter(e -> !isMoving(e.getValue())))
            .limit(Math.max(1, most - 1))
            .toList();
    return all.stream().filter(chosen::contains).toList();
  }

  private static boolean isMoving(Row row) {
    return row.report() == null && row.phase() != null;
  }
}
