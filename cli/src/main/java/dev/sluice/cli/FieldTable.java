package dev.sluice.cli;

import dev.sluice.model.ArtifactName;
import dev.sluice.model.Version;
import dev.sluice.model.field.Census;
import dev.sluice.model.field.Coverage;
import dev.sluice.model.field.HostGroup;
import dev.sluice.model.file.Problem;
import dev.sluice.model.pipeline.EnvironmentSpec;
import dev.sluice.model.pipeline.Pipeline;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.dataformat.csv.CsvMapper;
import tools.jackson.dataformat.csv.CsvReadFeature;
import tools.jackson.dataformat.csv.CsvSchema;

/** The CSV of what hosts report, judged cell by cell and counted row by row. */
final class FieldTable {
  static final int MOST_ROWS = 2_000_000;
  static final int MOST_COLUMNS = 64;
  static final int MOST_CHARACTERS = 1_024;

  private static final int MOST_PROBLEMS = 50;
  private static final String HOSTS = "hosts";
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,15}");
  private static final CsvMapper CSV =
      CsvMapper.builder()
          .enable(CsvReadFeature.TRIM_SPACES)
          .enable(CsvReadFeature.SKIP_EMPTY_LINES)
          .build();

  private final String file;
  private final String text;
  private final Pipeline pipeline;
  private final List<Problem> problems = new ArrayList<>();
  private final List<Column> columns = new ArrayList<>();
  private final Census census;
  private int rows;

  FieldTable(String file, String text, Pipeline pipeline) {
    this.file = file;
    this.text = text;
    this.pipeline = pipeline;
    this.census = new Census(pipeline);
  }

  /** What came of it: a coverage, or problems. */
  record Counted(@Nullable Coverage coverage, List<Problem> problems) {
    Counted {
      problems = List.copyOf(problems);
    }
  }

  private sealed interface Column {}

  private record Fact(String name) implements Column {}

  private record Runs(ArtifactName artifact) implements Column {}

  private record Count() implements Column {}

  private record Useless() implements Column {}

  private record Cell(String text, TokenStreamLocation at) {}

  Counted count() {
    try (JsonParser parser = CSV.reader().with(CsvSchema.emptySchema()).createParser(text)) {
      while (problems.size() < MOST_PROBLEMS && parser.nextToken() == JsonToken.START_ARRAY) {
        List<Cell> cells = row(parser);
        if (columns.isEmpty()) {
          Set<String> seen = new HashSet<>();
          cells.forEach(cell -> header(cell, seen));
          judgeHeader(cells);
        } else if (++rows > MOST_ROWS) {
          problem(
              cells.getFirst().at(),
              "more than %,d rows".formatted(MOST_ROWS),
              "give each kind of host one row, and their number in a column hosts");
          break;
        } else if (!count(cells)) {
          break;
        }
      }
    } catch (JacksonException e) {
      problem(e.getLocation(), "not CSV: " + e.getOriginalMessage(), "look for a missing quote");
    }
    if (rows == 0 && problems.isEmpty()) {
      problem(null, "no host is in the file", "a header, such as os,version,hosts, and rows");
    }
    return problems.isEmpty()
        ? new Counted(census.coverage(), List.of())
        : new Counted(null, problems);
  }

  private static List<Cell> row(JsonParser parser) {
    List<Cell> cells = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      // One more than may be: enough to say that there are too many.
      if (cells.size() <= MOST_COLUMNS) {
        cells.add(new Cell(parser.getString(), parser.currentTokenLocation()));
      }
    }
    return cells;
  }

  private void header(Cell cell, Set<String> seen) {
    String name = cell.text();
    if (!seen.add(name)) {
      problem(cell.at(), "a second column \"%s\"".formatted(cut(name)), "one of each name");
    }
    @Nullable ArtifactName artifact = ArtifactName.isValid(name) ? new ArtifactName(name) : null;
    if (name.equals(HOSTS)) {
      columns.add(new Count());
    } else if (artifact != null && pipeline.artifact(artifact).isPresent()) {
      columns.add(new Runs(artifact));
    } else if (EnvironmentSpec.isFact(name)) {
      columns.add(new Fact(name));
    } else {
      columns.add(new Useless());
      problem(
          cell.at(),
          "\"%s\" is no name of a fact or artifact".formatted(cut(name)),
          name.contains(";") || name.contains("\t")
              ? "columns are separated by commas"
              : "a lower-case letter, then lower-case letters, digits, dots and dashes"
                  + (EnvironmentSpec.isFact(name.toLowerCase(Locale.ROOT))
                      ? ": " + name.toLowerCase(Locale.ROOT)
                      : ""));
    }
  }

  private void judgeHeader(List<Cell> cells) {
    if (cells.size() > MOST_COLUMNS) {
      problem(
          cells.getLast().at(),
          "more than %d columns".formatted(MOST_COLUMNS),
          "leave out what no environment names under stands-for");
    }
  }

  /** False when counting further makes no sense. */
  private boolean count(List<Cell> cells) {
    if (cells.size() != columns.size()) {
      problem(
          cells.getLast().at(),
          "%s in this row, %d in the header"
              .formatted(
                  cells.size() > MOST_COLUMNS ? "more than " + MOST_COLUMNS : cells.size(),
                  columns.size()),
          "as many as there are names in the header; a value with a comma goes in quotes");
      return true;
    }
    SortedMap<String, String> facts = new TreeMap<>();
    SortedMap<ArtifactName, Version> runs = new TreeMap<>();
    long hosts = 1;
    int before = problems.size();
    for (int i = 0; i < cells.size(); i++) {
      Cell cell = cells.get(i);
      judgeText(cell);
      switch (columns.get(i)) {
        case Fact(var name) when !cell.text().isEmpty() -> facts.put(name, cell.text());
        case Runs(var artifact) when !cell.text().isEmpty() -> runs(runs, artifact, cell);
        case Count _ -> hosts = number(cell);
        case Fact _, Runs _, Useless _ -> {}
      }
    }
    if (problems.size() > before || census.add(new HostGroup(facts, runs, hosts))) {
      return true;
    }
    problem(
        cells.getFirst().at(),
        "more than %,d kinds of host".formatted(Census.MOST_GROUPS),
        "leave out the column that differs from host to host");
    return false;
  }

  private void judgeText(Cell cell) {
    if (cell.text().length() > MOST_CHARACTERS) {
      problem(
          cell.at(),
          "%,d characters in one place".formatted(cell.text().length()),
          "at most %,d; look for a missing quote".formatted(MOST_CHARACTERS));
    } else if (cell.text().chars().anyMatch(Character::isISOControl)) {
      problem(cell.at(), "a line break or control character", "one line of text; look for a quote");
    }
  }

  private void runs(SortedMap<ArtifactName, Version> runs, ArtifactName artifact, Cell cell) {
    if (Version.isValid(cell.text())) {
      runs.put(artifact, new Version(cell.text()));
    } else {
      problem(
          cell.at(),
          "\"%s\" is no version of %s".formatted(cut(cell.text()), artifact),
          "text of letters, digits and . _ + ~ -; nothing where hosts have none");
    }
  }

  private long number(Cell cell) {
    if (NUMBER.matcher(cell.text()).matches()
        && Long.parseLong(cell.text()) <= HostGroup.MOST_HOSTS) {
      return Long.parseLong(cell.text());
    }
    problem(
        cell.at(),
        "\"%s\" is no number of hosts".formatted(cut(cell.text())),
        "digits only, up to %,d".formatted(HostGroup.MOST_HOSTS));
    return 0;
  }

  private static String cut(String text) {
    return text.length() <= 64 ? text : text.substring(0, 64) + "…";
  }

  private void problem(@Nullable TokenStreamLocation at, String message, String wayOut) {
    int line = at == null ? 1 : Math.max(1, at.getLineNr());
    String source = text.lines().skip(line - 1L).findFirst().orElse("");
    int before = at == null ? 0 : Math.clamp(at.getColumnNr() - 1L, 0, source.length());
    problems.add(
        new Problem(
            file,
            line,
            source.codePointCount(0, before) + 1,
            before < source.length() ? 1 : 0,
            message,
            null,
            List.of(wayOut),
            null,
            source));
  }
}
