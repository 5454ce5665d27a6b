package dev.sluice.cli.page;

import dev.sluice.cli.screen.Plain;
import dev.sluice.model.impact.Impact;
import dev.sluice.model.impact.Readiness;
import dev.sluice.model.impact.Sentences;
import dev.sluice.model.outcome.Outcome;
import dev.sluice.model.outcome.Way;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What stands in for outcomes, and how stale it is. */
final class StandInsOf {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMM uuuu", Locale.ROOT);

  private StandInsOf() {}

  static List<Page.StandIn> rows(Impact impact) {
    List<Page.StandIn> rows = new ArrayList<>();
    for (Outcome outcome : impact.outcomes().outcomes()) {
      if (outcome.ways().isEmpty()) {
        rows.add(
            new Page.StandIn(
                Rows.way(outcome.name(), 0),
                Plain.of(outcome.says()),
                "nothing is written down",
                "",
                Page.State.BAD,
                "none",
                "",
                "",
                ""));
      }
      for (int i = 0; i < outcome.ways().size(); i++) {
        rows.add(row(impact, outcome, i));
      }
    }
    return rows;
  }

  private static Page.StandIn row(Impact impact, Outcome outcome, int number) {
    Way way = outcome.ways().get(number);
    Readiness readiness = Readiness.of(way, impact.today(), impact.outcomes().policy());
    return new Page.StandIn(
        Rows.way(outcome.name(), number),
        Plain.of(outcome.says()),
        Plain.of(way.says()),
        kind(way),
        state(readiness),
        word(readiness, way, impact.today()),
        due(readiness, way, impact),
        way.keepsFor() == null ? "as long as it takes" : Sentences.spoken(way.keepsFor()),
        Plain.of(NeedText.of(way.needs())));
  }

  static String kind(Way way) {
    return switch (way.kind()) {
      case DEGRADED_MODE -> "system with less";
      case FALLBACK -> "fallback";
    };
  }

  static Page.State state(Readiness readiness) {
    return switch (readiness) {
      case TRIED -> Page.State.GOOD;
      case BUILT_IN -> Page.State.NONE;
      case STALE -> Page.State.UNSURE;
      case FAILED, NEVER_TRIED -> Page.State.BAD;
    };
  }

  static String shortly(Readiness readiness) {
    return switch (readiness) {
      case TRIED -> "tried";
      case BUILT_IN -> "part of the system";
      case STALE -> "stale, does not count";
      case FAILED -> "did not work when tried";
      case NEVER_TRIED -> "never tried";
    };
  }

  private static String word(Readiness readiness, Way way, LocalDate today) {
    LocalDate day = readiness == Readiness.FAILED ? way.failed() : way.exercised();
    if (day == null || day.isAfter(today)) {
      return shortly(readiness);
    }
    long days = ChronoUnit.DAYS.between(day, today);
    return (readiness == Readiness.STALE ? "stale: tried " : "tried ")
        + (days == 0 ? "today" : Numbers.count(days, "day") + " ago")
        + (readiness == Readiness.FAILED ? ", did not wholly work" : "");
  }

  private static String due(Readiness readiness, Way way, Impact impact) {
    LocalDate day = way.exercised();
    return switch (readiness) {
      case BUILT_IN -> "";
      case FAILED, NEVER_TRIED -> "due now";
      case TRIED, STALE ->
          day == null
              ? ""
              : (readiness == Readiness.TRIED ? "due by " : "was due by ")
                  + DAY.format(day.plusDays(impact.outcomes().policy().days()));
    };
  }

  static String day(LocalDate day) {
    return DAY.format(day);
  }
}
