package dev.sluice.cli.screen;

import static dev.sluice.cli.screen.Table.Column.FIXED;
import static dev.sluice.cli.screen.Table.Column.SHRINKS;
import static dev.sluice.cli.screen.Table.Column.WRAPS;

import dev.sluice.cli.screen.Table.Cell;
import dev.sluice.model.impact.Answer;
import dev.sluice.model.impact.Course;
import dev.sluice.model.impact.Incident;
import dev.sluice.model.impact.Replay;
import dev.sluice.model.impact.Sentences;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** What {@code sluice impact replay} shows. */
public final class ReplayScreen {
  private ReplayScreen() {}

  /** All in a table: one row an incident and vendor, those that were felt most first. */
  public static List<String> of(List<Replay> replays, boolean colour) {
    List<String> lines = new ArrayList<>();
    long unfelt = replays.stream().filter(replay -> replay.felt().isEmpty()).count();
    List<Replay> felt =
        replays.stream()
            .filter(replay -> !replay.felt().isEmpty())
            .sorted(Comparator.comparingLong(ReplayScreen::lost).reversed())
            .toList();
    if (!felt.isEmpty()) {
      lines.add("Had it happened here, to the vendors of the same kind:");
      lines.add("");
      var table = new Table(FIXED, FIXED, SHRINKS, WRAPS);
      for (Replay replay : felt) {
        for (Answer answer : replay.felt()) {
          table.add(
              Cell.of(Plain.of(replay.incident().id())),
              new Cell(lasted(replay.incident()), Tint.QUIET),
              Cell.of(Plain.of(answer.failure().name())),
              Cell.of(effect(answer)));
        }
      }
      lines.addAll(table.lines(ProveScreen.COLUMNS, colour));
      lines.add("");
      lines.add("sluice impact replay INCIDENT tells what happened, and the whole answer.");
    }
    if (unfelt > 0) {
      lines.add(
          "%s of kinds that no vendor here is of."
              .formatted(Figures.count(unfelt, felt.isEmpty() ? "incident" : "more incident")));
    }
    return lines;
  }

  private static long lost(Replay replay) {
    return replay.felt().stream()
        .flatMap(answer -> answer.effects().stream())
        .filter(effect -> effect.course().state() == Course.State.LOST)
        .mapToLong(
            effect -> {
              Long people = effect.course().outcome().people();
              return people == null ? 1 : people + 1;
            })
        .sum();
  }

  private static String effect(Answer answer) {
    List<String> parts = new ArrayList<>();
    for (Course.State state :
        List.of(Course.State.LOST, Course.State.HELD, Course.State.DEGRADED)) {
      String names =
          answer.effects().stream()
              .filter(effect -> effect.course().state() == state)
              .map(effect -> effect.course().outcome().name())
              .collect(Collectors.joining(", "));
      if (!names.isEmpty()) {
        parts.add(state.word() + ": " + names);
      }
    }
    // What is not known is not counted as safe, nor as no worse than it looks.
    String open =
        answer.effects().stream()
            .filter(effect -> !effect.isSure())
            .map(effect -> effect.course().outcome().name())
            .collect(Collectors.joining(", "));
    if (!open.isEmpty()) {
      parts.add("may be worse, not written down: " + open);
    }
    return parts.isEmpty() ? "nothing" : String.join("; ", parts);
  }

  private static String lasted(Incident incident) {
    return incident.lasted() == null ? "?" : Sentences.spoken(incident.lasted());
  }

  /** One with its facts and the whole answer. */
  public static List<String> of(Replay replay, Sentences sentences, boolean colour) {
    Incident incident = replay.incident();
    List<String> lines = new ArrayList<>();
    lines.add(
        Plain.of(
            "%s, %s. %s."
                .formatted(
                    incident.date(),
                    incident.who(),
                    incident.lasted() == null
                        ? "How long it lasted was never published"
                        : "It lasted " + Sentences.spoken(incident.lasted()))));
    lines.addAll(Plain.wrapped(Plain.of(incident.what()), ProveScreen.COLUMNS));
    lines.add("");
    incident.sources().forEach(source -> lines.add("  " + Plain.of(source)));
    if (replay.felt().isEmpty()) {
      lines.add("");
      lines.add("No vendor in the file is of the kind %s.".formatted(incident.kind()));
    }
    for (Answer answer : replay.felt()) {
      lines.add("");
      lines.addAll(ImpactScreen.of(answer, sentences, colour));
    }
    return lines;
  }
}
