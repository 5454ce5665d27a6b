package dev.sluice.cli.screen;

import static dev.sluice.cli.screen.Table.Column.FIXED;
import static dev.sluice.cli.screen.Table.Column.RIGHT;
import static dev.sluice.cli.screen.Table.Column.WRAPS;

import dev.sluice.cli.screen.Table.Cell;
import dev.sluice.model.impact.Answer;
import dev.sluice.model.impact.Course;
import dev.sluice.model.impact.Failure;
import dev.sluice.model.impact.Sentences;
import dev.sluice.model.outcome.Outcome;
import dev.sluice.model.outcome.Thing;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What {@code sluice impact vendor NAME} and its like show. */
public final class ImpactScreen {
  private static final int MOST_STEPS = 12;
  private static final int MOST_OTHERS = 12;

  private ImpactScreen() {}

  public static List<String> of(Answer answer, Sentences sentences, boolean colour) {
    List<String> lines = new ArrayList<>();
    lines.add(Plain.of(title(answer.failure())));
    lines.add("");
    var table = new Table(FIXED, WRAPS);
    List<Answer.Effect> unaffected =
        answer.effects().stream().filter(ImpactScreen::isSafe).toList();
    for (Answer.Effect effect : answer.effects()) {
      if (!isSafe(effect)) {
        table.add(
            new Cell(word(effect), tint(effect)),
            new Cell(title(effect.course().outcome()), Tint.STRONG));
        sentences.of(effect).forEach(text -> table.add(Cell.EMPTY, Cell.of(Plain.of(text))));
      }
    }
    if (!unaffected.isEmpty()) {
      table.add(
          new Cell("safe", Tint.GOOD),
          Cell.of(
              unaffected.stream()
                  .map(effect -> Plain.of(effect.course().outcome().says()))
                  .collect(Collectors.joining("; "))));
    }
    lines.addAll(table.lines(ProveScreen.COLUMNS, colour));
    if (!answer.first().isEmpty()) {
      lines.add("");
      lines.add("First");
      lines.addAll(steps(answer, sentences, colour));
    }
    if (!answer.others().isEmpty()) {
      lines.add("");
      lines.addAll(
          Plain.wrapped(
              "Lost on the way: "
                  + answer.others().stream()
                      .limit(MOST_OTHERS)
                      .map(Thing::name)
                      .collect(Collectors.joining(", "))
                  + (answer.others().size() > MOST_OTHERS
                      ? " and %s more".formatted(answer.others().size() - MOST_OTHERS)
                      : "")
                  + ".",
              ProveScreen.COLUMNS));
    }
    return lines;
  }

  private static List<String> steps(Answer answer, Sentences sentences, boolean colour) {
    var table = new Table(RIGHT, WRAPS);
    int number = 0;
    for (var step : answer.first().stream().limit(MOST_STEPS).toList()) {
      number++;
      table.add(Cell.of(number + "."), Cell.of(Plain.of(sentences.of(step))));
    }
    if (answer.first().size() > MOST_STEPS) {
      table.add(
          Cell.EMPTY,
          Cell.of("and %s more: --json has all".formatted(answer.first().size() - MOST_STEPS)));
    }
    return table.lines(ProveScreen.COLUMNS, colour);
  }

  private static String title(Failure failure) {
    return "If "
        + failure.title()
        + " fails"
        + (failure.lasts() == null ? "" : " for " + Sentences.spoken(failure.lasts()))
        + ":";
  }

  private static String title(Outcome outcome) {
    String people = Sentences.people(outcome);
    return Plain.of(outcome.says()) + (people.isEmpty() ? "" : " (" + people + ")");
  }

  private static boolean isSafe(Answer.Effect effect) {
    return effect.isSure() && effect.course().state() == Course.State.SAFE;
  }

  private static String word(Answer.Effect effect) {
    boolean safeAtBest = effect.course().state() == Course.State.SAFE;
    return safeAtBest && !effect.isSure() ? "not known" : effect.course().state().word();
  }

  private static Tint tint(Answer.Effect effect) {
    return switch (effect.course().state()) {
      case SAFE, DEGRADED, HELD -> Tint.UNSURE;
      case LOST -> Tint.BAD;
    };
  }
}
