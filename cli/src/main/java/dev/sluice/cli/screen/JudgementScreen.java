package dev.sluice.cli.screen;

import static dev.sluice.cli.screen.Table.Column.FIXED;
import static dev.sluice.cli.screen.Table.Column.WRAPS;

import dev.sluice.cli.screen.Table.Cell;
import dev.sluice.model.impact.Impact;
import dev.sluice.model.impact.Judgement;
import dev.sluice.model.impact.Sentences;
import java.util.ArrayList;
import java.util.List;

/** What {@code sluice check} shows of a file of outcomes. */
public final class JudgementScreen {
  private static final int MOST_SHOWN = 50;

  private JudgementScreen() {}

  public static List<String> of(
      String file, Impact impact, Judgement judgement, Sentences sentences, boolean colour) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s is valid: %s, hanging on %s."
            .formatted(
                Plain.of(file),
                Figures.count(impact.outcomes().outcomes().size(), "outcome"),
                Figures.count(impact.outcomes().things().size(), "thing")));
    var table = new Table(FIXED, WRAPS);
    judgement.breaches().stream()
        .limit(MOST_SHOWN)
        .forEach(
            breach -> table.add(new Cell("no", Tint.BAD), Cell.of(Plain.of(sentences.of(breach)))));
    if (judgement.breaches().size() > MOST_SHOWN) {
      table.add(
          Cell.EMPTY,
          Cell.of(
              "and %s more: --json has all"
                  .formatted(Figures.count(judgement.breaches().size() - MOST_SHOWN))));
    }
    judgement.waived().stream()
        .limit(MOST_SHOWN)
        .forEach(
            waived ->
                table.add(
                    new Cell("waived", Tint.UNSURE),
                    Cell.of(
                        Plain.of(
                            "%s Accepted by %s until %s: %s."
                                .formatted(
                                    sentences.of(waived.breach()),
                                    waived.waiver().name(),
                                    waived.waiver().until(),
                                    waived.waiver().reason())))));
    if (judgement.breaches().isEmpty()) {
      lines.add("Its policy holds.");
    } else {
      lines.add(
          "Its policy does not hold in %s:"
              .formatted(Figures.count(judgement.breaches().size(), "place")));
    }
    List<String> rows = table.lines(ProveScreen.COLUMNS, colour);
    if (!rows.isEmpty()) {
      lines.add("");
      lines.addAll(rows);
    }
    return lines;
  }
}
