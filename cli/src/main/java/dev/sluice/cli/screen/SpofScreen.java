package dev.sluice.cli.screen;

import static dev.sluice.cli.screen.Table.Column.FIXED;
import static dev.sluice.cli.screen.Table.Column.RIGHT;
import static dev.sluice.cli.screen.Table.Column.SHRINKS;
import static dev.sluice.cli.screen.Table.Column.WRAPS;

import dev.sluice.cli.screen.Table.Cell;
import dev.sluice.model.impact.CutSet;
import dev.sluice.model.impact.Pairs;
import dev.sluice.model.impact.Sentences;
import dev.sluice.model.impact.SinglePoints;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What {@code sluice impact spof} shows. */
public final class SpofScreen {
  private static final int MOST_SHOWN = 40;

  private SpofScreen() {}

  /** All cut sets of one outcome. */
  public static List<String> of(
      List<CutSet> sets, int order, List<SinglePoints.NotKnown> notKnown, boolean colour) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s of at most %s."
            .formatted(
                Figures.count(sets.size(), "minimal cut set"), Figures.count(order, "failure")));
    if (!sets.isEmpty()) {
      lines.add("");
      lines.addAll(table(sets, false, colour));
    }
    notKnown(notKnown, lines);
    return lines;
  }

  /**
   * Single failures, and pairs.
   *
   * @param pairs null when they were not asked for
   */
  public static List<String> of(SinglePoints points, @Nullable Pairs pairs, boolean colour) {
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
    if (pairs != null) {
      lines.add("");
      pairs(pairs, lines, colour);
    }
    notKnown(points.notKnown(), lines);
    return lines;
  }

  private static void pairs(Pairs pairs, List<String> lines, boolean colour) {
    if (pairs.sets().isEmpty()) {
      lines.add("No two failures lose an outcome that neither loses alone.");
      return;
    }
    lines.add(
        "%s an outcome that neither loses alone%s:"
            .formatted(
                pairs.all() == 1 ? "1 pair loses" : Figures.count(pairs.all()) + " pairs lose",
                pairs.isWhole()
                    ? ""
                    : "; these are among the first "
                        + Figures.count(pairs.sets().size())
                        + " found, and --outcome NAME asks of one alone"));
    lines.add("");
    List<CutSet> bare = pairs.sets().stream().filter(CutSet::isBare).toList();
    List<CutSet> held = pairs.sets().stream().filter(set -> !set.isBare()).toList();
    if (!bare.isEmpty()) {
      lines.addAll(table(bare, false, colour));
    }
    if (!held.isEmpty()) {
      lines.add("");
      lines.add("Of them, held for a time by something that was tried:");
      lines.add("");
      lines.addAll(table(held, true, colour));
    }
  }

  private static void notKnown(List<SinglePoints.NotKnown> notKnown, List<String> lines) {
    if (notKnown.isEmpty()) {
      return;
    }
    lines.add("");
    lines.addAll(
        Plain.wrapped(
            "Not known, so there may be more. To know, write down:", ProveScreen.COLUMNS));
    notKnown.stream()
        .flatMap(one -> one.open().stream())
        .distinct()
        .limit(MOST_SHOWN)
        .forEach(open -> lines.add("  %s: %s".formatted(Plain.of(open.thing()), open.what())));
  }

  static List<String> table(List<CutSet> sets, boolean held, boolean colour) {
    var table = new Table(SHRINKS, RIGHT, FIXED, WRAPS);
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
                  .map(part -> Plain.of(name(part, set.parts().size())))
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

  /** Names are unique, and two with their kinds have no room. */
  private static String name(CutSet.Part part, int parts) {
    return parts == 1 || part.hosts() > 0 ? part.spoken() : part.name();
  }

  private static String harm(CutSet set) {
    var after = set.harmAfter();
    return after == null ? "held" : after.isZero() ? "at once" : "after " + Sentences.spoken(after);
  }
}
