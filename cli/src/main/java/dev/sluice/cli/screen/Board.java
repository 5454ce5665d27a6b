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
  private static final int SHORT_NAME = 40;

  // Wide enough for most phases, so that columns seldom move while one watches.
  private static final int DETAIL = 20;

  private final Function<PlannedRun, String> title;
  private final Function<PlannedRun, String> why;
  private final Map<PlannedRun, Row> rows = new LinkedHashMap<>();
  private @Nullable Busy busy;

  public Board() {
    this(ProveScreen::title, PlannedRun::why);
  }

  /**
   * A board whose runs are called otherwise.
   *
   * @param title how each run is called; at most about 40 columns
   * @param why what is said of each while it waits
   */
  public Board(Function<PlannedRun, String> title, Function<PlannedRun, String> why) {
    this.title = title;
    this.why = why;
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

  /** Why a run is made. */
  public String why(PlannedRun run) {
    return Plain.of(why.apply(run));
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
    List<Map.Entry<PlannedRun, Row>> shown = shown(most);
    boolean shortNames =
        shown.stream().allMatch(e -> Plain.width(e.getValue().title()) <= SHORT_NAME);
    var table = new Table(shortNames ? FIXED : SHRINKS, FIXED, SHRINKS, RIGHT);
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
                name, State.notRun(), Table.Cell.of(ProveScreen.notRun(reason)), Table.Cell.EMPTY);
        case null -> {
          if (row.phase() == null) {
            table.add(name, State.waiting(), Table.Cell.of(why(entry.getKey())), Table.Cell.EMPTY);
          } else {
            String count = row.of() == 0 ? "" : row.passed() + " of " + row.of() + " · ";
            table.add(
                name,
                State.running(),
                Table.Cell.of(Plain.padded(count + row.phase(), DETAIL)),
                Table.Cell.of("%6s".formatted(Figures.seconds(now.minus(row.since())))));
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
