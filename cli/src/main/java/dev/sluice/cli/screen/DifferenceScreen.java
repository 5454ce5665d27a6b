package dev.sluice.cli.screen;

import static dev.sluice.cli.screen.Table.Column.FIXED;
import static dev.sluice.cli.screen.Table.Column.WRAPS;

import dev.sluice.cli.screen.Table.Cell;
import dev.sluice.model.impact.Difference;
import dev.sluice.model.impact.Sentences;
import java.util.ArrayList;
import java.util.List;

/** What {@code sluice impact diff} shows. */
public final class DifferenceScreen {
  private static final int MOST_SHOWN = 40;

  private DifferenceScreen() {}

  public static List<String> of(Difference difference, Sentences sentences, boolean colour) {
    List<String> lines = new ArrayList<>();
    long stopped = difference.worse().stream().filter(Difference.Worse::isStopped).count();
    long noted =
        difference.worse().stream()
            .filter(worse -> !worse.isStopped() && worse.waiver() == null)
            .count();
    lines.add(
        difference.worse().isEmpty()
            ? "Nothing gets worse."
            : stopped == 0
                ? "Nothing gets worse that a gate stops."
                : "%s worse, and a gate stops it:"
                    .formatted(
                        stopped == 1 ? "One thing gets" : Figures.count(stopped) + " things get"));
    var table = new Table(FIXED, WRAPS);
    difference.worse().stream()
        .limit(MOST_SHOWN)
        .forEach(
            worse ->
                table.add(
                    worse.isStopped()
                        ? new Cell("stopped", Tint.BAD)
                        : new Cell(worse.waiver() == null ? "noted" : "waived", Tint.UNSURE),
                    Cell.of(Plain.of(sentences.of(worse) + waiver(worse)))));
    if (difference.worse().size() > MOST_SHOWN) {
      table.add(
          Cell.EMPTY,
          Cell.of(
              "and %s more: --json has all"
                  .formatted(Figures.count(difference.worse().size() - MOST_SHOWN))));
    }
    List<String> rows = table.lines(ProveScreen.COLUMNS, colour);
    if (!rows.isEmpty()) {
      lines.add("");
      lines.addAll(rows);
    }
    if (stopped > 0 && noted > 0) {
      lines.add("");
      lines.add("What is noted gets worse too, but something that was tried stands in.");
    }
    if (!difference.better().isEmpty()) {
      lines.add("");
      lines.add("Better: " + better(difference));
    }
    return lines;
  }

  private static String waiver(Difference.Worse worse) {
    return worse.waiver() == null
        ? ""
        : " Accepted by %s until %s: %s."
            .formatted(worse.waiver().name(), worse.waiver().until(), worse.waiver().reason());
  }

  private static String better(Difference difference) {
    Difference.Better first = difference.better().getFirst();
    String one =
        "%s no longer hangs on %s"
            .formatted(first.outcome().name(), Plain.of(first.part().spoken()));
    int more = difference.better().size() - 1;
    return one + (more == 0 ? "." : ", and %s more.".formatted(Figures.count(more)));
  }
}
