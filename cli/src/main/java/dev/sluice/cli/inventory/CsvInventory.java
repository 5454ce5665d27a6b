package dev.sluice.cli.inventory;

import dev.sluice.model.file.Findings;
import dev.sluice.model.file.Quoted;
import dev.sluice.model.file.SourceText;
import dev.sluice.model.file.Span;
import dev.sluice.model.outcome.Thing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.dataformat.csv.CsvMapper;
import tools.jackson.dataformat.csv.CsvReadFeature;
import tools.jackson.dataformat.csv.CsvSchema;

/** A table of which artifact runs on which group. */
final class CsvInventory {
  static final int MOST_ROWS = 200_000;

  private static final int MOST_COLUMNS = 64;
  private static final int MOST_TEXT = 256;
  private static final String GROUP = "host-group";
  private static final String ARTIFACT = "artifact";
  private static final String HOSTS = "hosts";
  private static final String VERSION = "version";
  private static final String VENDOR = "vendor";
  private static final List<String> COLUMNS = List.of(GROUP, ARTIFACT, HOSTS, VERSION, VENDOR);
  private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,8}");
  private static final CsvMapper CSV =
      CsvMapper.builder()
          .enable(CsvReadFeature.TRIM_SPACES)
          .enable(CsvReadFeature.SKIP_EMPTY_LINES)
          .build();

  private final SourceText source;
  private final Findings findings;
  private final Inventory inventory;
  private final List<String> header = new ArrayList<>();

  CsvInventory(SourceText source, Findings findings, Inventory inventory) {
    this.source = source;
    this.findings = findings;
    this.inventory = inventory;
  }

  private record Cell(String text, Span at) {}

  void read() {
    int rows = 0;
    try (JsonParser parser =
        CSV.reader().with(CsvSchema.emptySchema()).createParser(source.text())) {
      while (parser.nextToken() == JsonToken.START_ARRAY) {
        List<Cell> cells = cells(parser);
        if (header.isEmpty()) {
          if (!header(cells)) {
            return;
          }
        } else if (++rows > MOST_ROWS) {
          findings.add(
              cells.getFirst().at(),
              "more than %s rows".formatted(Quoted.count(MOST_ROWS)),
              "one row for each artifact of each group, not of each host");
          return;
        } else {
          row(cells);
        }
      }
    } catch (JacksonException e) {
      findings.add(
          span(e.getLocation()), "not CSV: " + e.getOriginalMessage(), "look for a missing quote");
    }
    if (rows == 0 && findings.none()) {
      findings.add(Span.START, "no row is in the file", "a header, host-group,artifact, and rows");
    }
  }

  private static List<Cell> cells(JsonParser parser) {
    List<Cell> cells = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (cells.size() <= MOST_COLUMNS) {
        cells.add(new Cell(parser.getString(), span(parser.currentTokenLocation())));
      }
    }
    return cells;
  }

  /** False when no row can be understood. */
  private boolean header(List<Cell> cells) {
    for (Cell cell : cells) {
      if (header.contains(cell.text())) {
        findings.add(cell.at(), "a second column " + Quoted.of(cell.text()), "one of each name");
      } else if (!COLUMNS.contains(cell.text())) {
        inventory.leave(
            "the column %s of the table: there is no place for it"
                .formatted(Quoted.of(cell.text())));
      }
      header.add(cell.text());
    }
    boolean whole = true;
    for (String needed : List.of(GROUP, ARTIFACT)) {
      if (!header.contains(needed)) {
        whole = false;
        findings.add(
            Span.START,
            "no column " + Quoted.of(needed),
            "the first row names the columns: host-group,artifact and, where you have them,"
                + " hosts,version,vendor; separated by commas");
      }
    }
    return whole;
  }

  private void row(List<Cell> cells) {
    if (cells.size() != header.size()) {
      findings.add(
          cells.getFirst().at(),
          "%d values in this row, %d in the header".formatted(cells.size(), header.size()),
          "a value with a comma goes in quotes");
      return;
    }
    Map<String, Cell> row = new HashMap<>();
    boolean clean = true;
    for (int i = 0; i < cells.size(); i++) {
      row.putIfAbsent(header.get(i), cells.get(i));
      clean &= judge(cells.get(i));
    }
    @Nullable Cell group = row.get(GROUP);
    @Nullable Cell artifact = row.get(ARTIFACT);
    if (!clean || group == null || artifact == null) {
      return;
    }
    if (group.text().isEmpty()) {
      findings.add(group.at(), "no host-group in this row", "name the group, or delete the row");
      return;
    }
    hosts(group.text(), row.get(HOSTS));
    if (artifact.text().isEmpty()) {
      // A group of which only the number is known.
      inventory.entry(Thing.Kind.GROUP, group.text());
      return;
    }
    String title = artifact.text();
    String version = text(row.get(VERSION));
    int at = title.lastIndexOf('@');
    if (version.isEmpty() && at > 0) {
      version = title.substring(at + 1);
      title = title.substring(0, at);
    }
    inventory.runs(group.text(), title, version.isEmpty() ? null : version);
    String vendor = text(row.get(VENDOR));
    if (!vendor.isEmpty()) {
      inventory.vendor(title, vendor, "other");
    }
  }

  private static String text(@Nullable Cell cell) {
    return cell == null ? "" : cell.text();
  }

  private void hosts(String group, @Nullable Cell cell) {
    if (cell == null || cell.text().isEmpty()) {
      return;
    }
    if (!NUMBER.matcher(cell.text()).matches()) {
      findings.add(
          cell.at(), Quoted.of(cell.text()) + " is no number of hosts", "digits, from 1 on");
      return;
    }
    long hosts = Long.parseLong(cell.text());
    Inventory.Entry entry = inventory.entry(Thing.Kind.GROUP, group);
    if (entry.hosts != null && entry.hosts != hosts) {
      findings.add(
          cell.at(),
          "%s hosts in %s, which had %s before".formatted(hosts, Quoted.of(group), entry.hosts),
          "the number of hosts of the group, the same in each of its rows, or in one alone");
    }
    entry.hosts = hosts;
  }

  private boolean judge(Cell cell) {
    if (cell.text().length() > MOST_TEXT) {
      findings.add(
          cell.at(),
          "%,d characters in one place".formatted(cell.text().length()),
          "at most %d; look for a missing quote".formatted(MOST_TEXT));
      return false;
    }
    if (cell.text().chars().anyMatch(Character::isISOControl)) {
      findings.add(cell.at(), "a line break or control character", "one line; look for a quote");
      return false;
    }
    return true;
  }

  private static Span span(@Nullable TokenStreamLocation at) {
    return at == null
        ? Span.START
        : new Span(Math.max(1, at.getLineNr()), Math.max(1, at.getColumnNr()), 1);
  }
}
