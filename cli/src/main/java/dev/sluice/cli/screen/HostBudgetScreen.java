package dev.sluice.cli.screen;

import static dev.sluice.cli.screen.Table.Column.RIGHT;
import static dev.sluice.cli.screen.Table.Column.SHRINKS;
import static dev.sluice.cli.screen.Table.Column.WRAPS;

import dev.sluice.cli.screen.Table.Cell;
import dev.sluice.model.impact.HostBudget;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What {@code sluice impact budget} shows. */
public final class HostBudgetScreen {
  private HostBudgetScreen() {}

  public static List<String> of(HostBudget budget, @Nullable Long harm, boolean colour) {
    List<String> lines = new ArrayList<>();
    if (budget.margins().isEmpty()) {
      lines.add("No group says how many hosts it has.");
      notKnown(budget, lines);
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
      lines.addAll(
          Plain.wrapped(
              verdict(harm, narrowest, !budget.notKnown().isEmpty()), ProveScreen.COLUMNS));
    }
    notKnown(budget, lines);
    return lines;
  }

  private static void notKnown(HostBudget budget, List<String> lines) {
    if (!budget.notKnown().isEmpty()) {
      lines.add("");
      lines.addAll(
          Plain.wrapped(
              "Not known, and one host may be too many: how many hosts there are in %s."
                  .formatted(
                      budget.notKnown().stream()
                          .map(group -> Plain.of(group.name()))
                          .collect(Collectors.joining(", "))),
              ProveScreen.COLUMNS));
    }
  }

  private static String verdict(long harm, HostBudget.@Nullable Margin narrowest, boolean open) {
    String hosts = Figures.count(harm, "harmed host");
    String far = open ? "As far as is written down, " : "";
    if (narrowest == null || narrowest.bound() == null) {
      return open
          ? "Whether %s fit cannot be told.".formatted(hosts)
          : "No outcome hangs on a group, so %s fit.".formatted(hosts);
    }
    return harm <= narrowest.down()
        ? "%s%s fit: the narrowest margin is %s, in %s."
            .formatted(
                far, hosts, Figures.count(narrowest.down()), Plain.of(narrowest.group().name()))
        : "%s do not fit: with more than %s down in %s this is lost: %s."
            .formatted(
                hosts,
                Figures.count(narrowest.down()),
                Plain.of(narrowest.group().name()),
                Plain.of(narrowest.bound().says()));
  }
}
