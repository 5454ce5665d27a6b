package dev.sluice.cli.screen;

import static dev.sluice.cli.screen.Table.Column.RIGHT;
import static dev.sluice.cli.screen.Table.Column.SHRINKS;
import static dev.sluice.cli.screen.Table.Column.WRAPS;

import dev.sluice.cli.screen.Table.Cell;
import dev.sluice.model.impact.HostBudget;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What {@code sluice impact budget} shows. */
public final class HostBudgetScreen {
  private HostBudgetScreen() {}

  public static List<String> of(HostBudget budget, @Nullable Long harm, boolean colour) {
    List<String> lines = new ArrayList<>();
    if (budget.margins().isEmpty()) {
      lines.add("No group says how many hosts it has.");
      return lines;
    }
    var table = new Table(SHRINKS, RIGHT, RIGHT, RIGHT, WRAPS);
    table.add(
        Cell.of(""),
        new Cell("hosts", Tint.QUIET),
        new Cell("down", Tint.QUIET),
        new Cell("an hour", Tint.QUIET),
        new Cell("one more loses", Tint.QUIET));
    for (HostBudget.Margin margin : budget.margins()) {
      Long hosts = margin.group().hosts();
      table.add(
          Cell.of(Plain.of(margin.group().name())),
          Cell.of(hosts == null ? "?" : Figures.count(hosts)),
          new Cell(Figures.count(margin.down()), margin.down() == 0 ? Tint.BAD : Tint.NONE),
          Cell.of(margin.anHour() == null ? "?" : Figures.count(margin.anHour())),
          Cell.of(margin.bound() == null ? "nothing" : Plain.of(margin.bound().says())));
    }
    lines.add("Hosts that may be down at once, all else working:");
    lines.add("");
    lines.addAll(table.lines(ProveScreen.COLUMNS, colour));
    HostBudget.Margin narrowest = budget.narrowest();
    if (harm != null) {
      lines.add("");
      lines.addAll(Plain.wrapped(verdict(harm, narrowest), ProveScreen.COLUMNS));
    }
    return lines;
  }

  private static String verdict(long harm, HostBudget.@Nullable Margin narrowest) {
    if (narrowest == null || narrowest.bound() == null) {
      return "No outcome hangs on a group, so %s fit."
          .formatted(Figures.count(harm, "harmed host"));
    }
    return harm <= narrowest.down()
        ? "%s fit: the narrowest margin is %s, in %s."
            .formatted(
                Figures.count(harm, "harmed host"),
                Figures.count(narrowest.down()),
                Plain.of(narrowest.group().name()))
        : "%s do not fit: with more than %s down in %s this is lost: %s."
            .formatted(
                Figures.count(harm, "harmed host"),
                Figures.count(narrowest.down()),
                Plain.of(narrowest.group().name()),
                Plain.of(narrowest.bound().says()));
  }
}
