package dev.sluice.cli.screen;

import static dev.sluice.cli.screen.Table.Column.FIXED;
import static dev.sluice.cli.screen.Table.Column.RIGHT;
import static dev.sluice.cli.screen.Table.Column.WRAPS;

import dev.sluice.cli.screen.Table.Cell;
import dev.sluice.model.impact.CutSet;
import dev.sluice.model.impact.Sentences;
import dev.sluice.model.impact.SinglePoints;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What {@code sluice impact spof} shows. */
public final class SpofScreen {
  private static final int MOST_SHOWN = 40;

  private SpofScreen() {}

  public static List<String> of(SinglePoints points, boolean colour) {
    List<String> lines = new ArrayList<>();
    List<CutSet> bare = points.sets().stream().filter(CutSet::isBare).toList();
    List<CutSet> held = points.sets().stream().filter(set -> !set.isBare()).toList();
    if (bare.isEmpty()) {
      lines.add("No single failure loses an outcome with nothing standing in.");
    } else {
      lines.add(
          "%s an outcome with nothing standing in that was tried:"
              .formatted(
                  bare.size() == 1
                      ? "1 single failure loses"
                      : Figures.count(bare.size()) + " single failures lose"));
      lines.add("");
      lines.addAll(table(bare, false, colour));
    }
    if (!held.isEmpty()) {
      lines.add("");
      lines.add(
          "%s held for a time by something that was tried:"
              .formatted(
                  held.size() == 1 ? "1 more is" : Figures.count(held.size()) + " more are"));
      lines.add("");
      lines.addAll(table(held, true, colour));
    }
    notKnown(points, lines);
    return lines;
  }

  static void notKnown(SinglePoints points, List<String> lines) {
    if (points.notKnown().isEmpty()) {
      return;
    }
    lines.add("");
    lines.addAll(
        Plain.wrapped(
            "Not known, so there may be more. To know, write down:", ProveScreen.COLUMNS));
    points.notKnown().stream()
        .flatMap(one -> one.open().stream())
        .distinct()
        .limit(MOST_SHOWN)
        .forEach(open -> lines.add("  %s: %s".formatted(Plain.of(open.thing()), open.what())));
  }

  static List<String> table(List<CutSet> sets, boolean held, boolean colour) {
    var table = new Table(FIXED, RIGHT, FIXED, WRAPS);
    table.add(
        Cell.of(""),
        new Cell("people", Tint.QUIET),
        new Cell("harm", Tint.QUIET),
        new Cell("loses", Tint.QUIET));
    for (CutSet set : sets.stream().limit(MOST_SHOWN).toList()) {
      long people = held ? set.peopleHeld() : set.people();
      table.add(
          new Cell(
              set.parts().stream()
                  .map(part -> Plain.of(part.spoken()))
                  .collect(Collectors.joining(" + ")),
              held ? Tint.UNSURE : Tint.BAD),
          Cell.of(people == 0 ? "?" : Figures.count(people)),
          Cell.of(harm(set)),
          Cell.of(
              set.losses().stream()
                  .map(loss -> loss.outcome().name() + (loss.held() && !held ? " (held)" : ""))
                  .collect(Collectors.joining(", "))));
    }
    List<String> lines = new ArrayList<>(table.lines(ProveScreen.COLUMNS, colour));
    if (sets.size() > MOST_SHOWN) {
      lines.add("  and %s more: --json has all".formatted(Figures.count(sets.size() - MOST_SHOWN)));
    }
    return lines;
  }

  private static String harm(CutSet set) {
    var after = set.harmAfter();
    return after == null ? "held" : after.isZero() ? "at once" : "after " + Sentences.spoken(after);
  }
}
