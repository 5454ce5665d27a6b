package dev.sluice.cli.screen;

import static dev.sluice.cli.screen.Table.Column.RIGHT;

import dev.sluice.cli.screen.Table.Cell;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What {@code sluice bench impact} measured. */
public final class ImpactBenchScreen {
  private static final double MOST_SINGLE = 3;
  private static final double MOST_PAIRS = 100;
  private static final double MILLION = 1e6;

  private ImpactBenchScreen() {}

  /**
   * One size.
   *
   * @param reading of the file and its rules: the yardstick
   */
  public record Row(
      int things,
      int needs,
      int outcomes,
      int bytes,
      Duration reading,
      Duration single,
      Duration difference,
      Duration pairs,
      long pairsFound) {
    public boolean isWithin() {
      return ratio(single) <= MOST_SINGLE
          && ratio(difference) <= MOST_SINGLE
          && ratio(pairs) <= MOST_PAIRS;
    }

    double ratio(Duration took) {
      return took.toNanos() / (double) Math.max(1, reading.toNanos());
    }
  }

  public static List<String> table(List<Row> rows) {
    var table = new Table(RIGHT, RIGHT, RIGHT, RIGHT, RIGHT, RIGHT, RIGHT, RIGHT);
    table.add(
        head("things"),
        head("needs"),
        head("outcomes"),
        head("read ms"),
        head("single"),
        head("diff"),
        head("pairs"),
        head("found"));
    for (Row row : rows) {
      table.add(
          Cell.of(Figures.count(row.things())),
          Cell.of(Figures.count(row.needs())),
          Cell.of(Figures.count(row.outcomes())),
          Cell.of(String.format(Locale.ROOT, "%.1f", row.reading().toNanos() / MILLION)),
          ratio(row, row.single(), MOST_SINGLE),
          ratio(row, row.difference(), MOST_SINGLE),
          ratio(row, row.pairs(), MOST_PAIRS),
          Cell.of(Figures.count(row.pairsFound())));
    }
    List<String> lines = new ArrayList<>(table.lines(ProveScreen.COLUMNS, false));
    lines.add("");
    lines.add(
        "Times the reading of the file. Bounds: %.0f for single failures and diff, %.0f for pairs."
            .formatted(MOST_SINGLE, MOST_PAIRS));
    return lines;
  }

  private static Cell head(String text) {
    return new Cell(text, Tint.QUIET);
  }

  private static Cell ratio(Row row, Duration took, double bound) {
    double ratio = row.ratio(took);
    return Cell.of(String.format(Locale.ROOT, "%.2f%s", ratio, ratio > bound ? "!" : ""));
  }

  public static String json(List<Row> rows) {
    JsonMapper mapper = JsonMapper.builder().build();
    ObjectNode root = mapper.createObjectNode();
    root.put("format", 1);
    ArrayNode list = root.putArray("sizes");
    for (Row row : rows) {
      ObjectNode node = list.addObject();
      node.put("things", row.things());
      node.put("needs", row.needs());
      node.put("outcomes", row.outcomes());
      node.put("bytes", row.bytes());
      node.put("read-ms", row.reading().toNanos() / MILLION);
      node.put("single-ms", row.single().toNanos() / MILLION);
      node.put("diff-ms", row.difference().toNanos() / MILLION);
      node.put("pairs-ms", row.pairs().toNanos() / MILLION);
      node.put("pairs-found", row.pairsFound());
      node.put("within", row.isWithin());
    }
    return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
  }
}
