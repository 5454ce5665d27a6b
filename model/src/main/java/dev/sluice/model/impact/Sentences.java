package dev.sluice.model.impact;

import dev.sluice.model.impact.Answer.Effect;
import dev.sluice.model.impact.Answer.Open;
import dev.sluice.model.impact.Course.Stand;
import dev.sluice.model.impact.Course.Useless;
import dev.sluice.model.outcome.Outcome;
import dev.sluice.model.outcome.Policy;
import dev.sluice.model.outcome.Way;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Answers in plain words, for people who have never seen the file. */
public final class Sentences {
  private static final int SOON = 60;
  private static final int FIVE = 5;

  private final LocalDate today;
  private final Policy policy;
  private final @Nullable LocalTime from;

  /**
   * For answers of one day.
   *
   * @param from when the failure begins, so that moments are times of the day; null to count from
   *     the failure
   */
  public Sentences(LocalDate today, Policy policy, @Nullable LocalTime from) {
    this.today = today;
    this.policy = policy;
    this.from = from;
  }

  /** What becomes of an outcome, a sentence a line. */
  public List<String> of(Effect effect) {
    List<String> lines = new ArrayList<>(of(effect.course()));
    if (!effect.isSure()) {
      lines.add(
          "It may be %s: it is not written down %s."
              .formatted(
                  effect.atWorst().word(),
                  effect.open().stream()
                      .limit(FIVE)
                      .map(this::of)
                      .collect(Collectors.joining(", nor "))));
    }
    return lines;
  }

  private String of(Open open) {
    return "%s (%s)".formatted(open.what(), open.thing());
  }

  /** The same, as far as the file says. */
  public List<String> of(Course course) {
    List<String> lines = new ArrayList<>();
    if (course.lostAfter() == null) {
      if (course.degradedAfter() == null) {
        lines.add("It goes on.");
      } else {
        lines.add(degraded(course));
      }
      return lines;
    }
    lines.add(
        "It is lost %s, by way of %s."
            .formatted(when(course.lostAfter()), String.join(", ", course.because())));
    course.stands().forEach(stand -> lines.add(of(stand)));
    course.useless().forEach(useless -> lines.add(of(useless)));
    if (course.stands().isEmpty() && course.useless().isEmpty()) {
      lines.add("Nothing is written down that stands in for it.");
    }
    lines.add(harm(course));
    return lines;
  }

  private String degraded(Course course) {
    Duration after = course.degradedAfter();
    String how = course.how().isEmpty() ? "" : ": " + String.join("; ", course.how());
    return "It goes on in a worse way %s%s."
        .formatted(after == null ? "" : since(after), how)
        .replace(" .", ".");
  }

  private String of(Stand stand) {
    String what =
        switch (stand.way().kind()) {
          case DEGRADED_MODE -> "Then the system goes on with less";
          case FALLBACK -> "Then the fallback holds";
        };
    return "%s %s: %s%s."
        .formatted(
            what,
            stand.until() != null
                ? until(stand.until())
                : stand.way().keepsFor() == null ? "as long as it takes" : "until it is over",
            stand.way().says(),
            stand.way().kind() == Way.Kind.FALLBACK ? " (" + tried(stand.way()) + ")" : "");
  }

  private String of(Useless useless) {
    String way =
        switch (useless.way().kind()) {
          case DEGRADED_MODE -> "The mode with less";
          case FALLBACK -> "The fallback";
        };
    return switch (useless.reason()) {
      case LOST_TOO -> "%s is lost too: %s.".formatted(way, useless.way().says());
      case NEVER_TRIED ->
          "%s does not count, since it was never tried: %s.".formatted(way, useless.way().says());
      case FAILED ->
          "%s does not count, since it was %s: %s."
              .formatted(way, tried(useless.way()), useless.way().says());
      case STALE ->
          "%s does not count, since it was %s and a drill counts for %s days: %s."
              .formatted(way, tried(useless.way()), policy.days(), useless.way().says());
    };
  }

  /** After {@code it was}: when, and that it did not work where it did not. */
  public String tried(Way way) {
    LocalDate failed = way.failed();
    if (failed != null && !failed.isAfter(today)) {
      return "tried %s and did not wholly work".formatted(ago(failed, today));
    }
    LocalDate day = way.exercised();
    return day == null || day.isAfter(today) ? "never tried" : "last tried " + ago(day, today);
  }

  private String harm(Course course) {
    if (course.harmAfter() != null) {
      return "People are harmed %s.".formatted(since(course.harmAfter()));
    }
    return course.nothingAfter() == null
        ? "Nobody is harmed while that holds."
        : "It is over before people are harmed.";
  }

  /** {@code 14 months ago}. */
  static String ago(LocalDate day, LocalDate today) {
    Period period = Period.between(day, today);
    long months = period.toTotalMonths();
    if (months >= 2) {
      return months + " months ago";
    }
    long days = day.until(today, java.time.temporal.ChronoUnit.DAYS);
    return days == 0 ? "today" : days == 1 ? "yesterday" : days + " days ago";
  }

  private String when(Duration after) {
    return after.isZero() ? "at once" : from == null ? "after " + spoken(after) : "at " + at(after);
  }

  private String since(Duration after) {
    return after.isZero()
        ? "at once"
        : from == null ? "after " + spoken(after) : "from " + at(after);
  }

  private String until(Duration after) {
    return from == null ? "until " + spoken(after) + " after the failure" : "until " + at(after);
  }

  private String at(Duration after) {
    LocalTime start = from == null ? LocalTime.MIDNIGHT : from;
    long minutes = start.toSecondOfDay() / SOON + after.toMinutes();
    long days = minutes / Duration.ofDays(1).toMinutes();
    return start.plus(after).withNano(0).toString().substring(0, FIVE)
        + (days == 0 ? "" : days == 1 ? " the next day" : " on day " + (days + 1));
  }

  /** {@code 2 h}, {@code 1 h 30 m}, {@code 3 d}. */
  public static String spoken(Duration duration) {
    long days = duration.toDays();
    List<String> parts = new ArrayList<>();
    add(parts, days, "d");
    add(parts, duration.toHoursPart(), "h");
    add(parts, duration.toMinutesPart(), "m");
    if (days == 0 && duration.toHours() == 0) {
      add(parts, duration.toSecondsPart(), "s");
    }
    return parts.isEmpty() ? "0 s" : String.join(" ", parts);
  }

  private static void add(List<String> parts, long count, String unit) {
    if (count > 0) {
      parts.add(count + " " + unit);
    }
  }

  /** One thing to do. */
  public String of(Step step) {
    return switch (step) {
      case Step.Begin(var outcome, var way, var begins, var before) ->
          "%s, %s: %s. %s"
              .formatted(
                  capital(when(begins)),
                  "for \"" + outcome.says() + "\"",
                  way.says(),
                  before.isZero()
                      ? "It harms people at once otherwise."
                      : "At the latest " + deadline(before) + ".");
      case Step.Improvise(var outcome, var before) ->
          "Nothing that counts stands in for \"%s\": somebody must find a way, %s."
              .formatted(
                  outcome.says(), before.isZero() ? "now" : "at the latest " + deadline(before));
      case Step.BringBack(var group, var outcomes) ->
          "Bring back %s%s: %s for it."
              .formatted(
                  group.title(),
                  group.recoversIn() == null
                      ? ""
                      : " (%s a host)".formatted(spoken(group.recoversIn())),
                  outcomes.size() == 1 ? "one outcome waits" : outcomes.size() + " outcomes wait");
      case Step.StartBefore(var first, var then) -> "Start %s before %s.".formatted(first, then);
    };
  }

  /** What the policy does not allow. */
  public String of(Judgement.Breach breach) {
    String what =
        switch (breach) {
          case Judgement.Breach.SinglePoint(var outcome, var part, var loss, _) ->
              "\"%s\" hangs on %s alone, with nothing standing in that was tried%s."
                  .formatted(
                      outcome.says(),
                      part.spoken(),
                      loss.harmAfter() == null
                          ? ""
                          : "; without it people are harmed " + since(loss.harmAfter()));
          case Judgement.Breach.Untried(var outcome, var way, _, _) ->
              "The fallback of \"%s\" was %s, and must be tried every %d days: %s."
                  .formatted(outcome.says(), tried(way), policy.days(), way.says());
          case Judgement.Breach.NotKnown(var outcome, var open) ->
              "Whether \"%s\" hangs on one thing is not known: it is not written down %s."
                  .formatted(
                      outcome.says(),
                      open.stream()
                          .limit(FIVE)
                          .map(this::of)
                          .collect(Collectors.joining(", nor ")));
        };
    var expired = breach.expired();
    return expired == null
        ? what
        : "%s The waiver %s accepted it until %s.".formatted(what, expired.name(), expired.until());
  }

  /** What a change makes worse. */
  public String of(Difference.Worse worse) {
    String says = worse.outcome().says();
    return switch (worse.what()) {
      case Difference.What.Alone(var part, var loss) ->
          "\"%s\" comes to hang on %s alone, and nothing that was tried stands in%s."
              .formatted(says, part.spoken(), harm(loss));
      case Difference.What.Held(var part, var loss) ->
          "\"%s\" comes to hang on %s; what stands in holds%s."
              .formatted(
                  says,
                  part.spoken(),
                  loss.nothingAfter() == null ? "" : " " + until(loss.nothingAfter()));
      case Difference.What.Sooner(var part, var loss, var before) ->
          "Without %s people who need \"%s\" are harmed %s%s."
              .formatted(
                  part.spoken(),
                  says,
                  loss.harmAfter() == null ? "sooner" : since(loss.harmAfter()),
                  before == null ? ", where nobody was" : " instead of " + since(before));
      case Difference.What.Gone _ ->
          "\"%s\" is no longer in the file: nobody would see what becomes of it.".formatted(says);
      case Difference.What.LessKnown(var open) ->
          "What \"%s\" hangs on is less known: it is not written down %s."
              .formatted(
                  says,
                  open.stream().limit(FIVE).map(this::of).collect(Collectors.joining(", nor ")));
      case Difference.What.DrilledLess(var days, var before) ->
          days == before
              ? "The policy no longer asks that the fallback of \"%s\" is tried.".formatted(says)
              : "A drill of the fallback of \"%s\" would count for %d days instead of %d."
                  .formatted(says, days, before);
      case Difference.What.Unprotected _ ->
          "The policy no longer says that \"%s\" may not hang on one thing.".formatted(says);
    };
  }

  private String harm(CutSet.Loss loss) {
    return loss.harmAfter() == null
        ? ""
        : "; without it people are harmed " + since(loss.harmAfter());
  }

  private String deadline(Duration before) {
    return from == null ? spoken(before) + " after the failure" : "at " + at(before);
  }

  static String capital(String text) {
    return text.isEmpty()
        ? text
        : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }

  /** {@code 140 people a day}; empty when not written down. */
  public static String people(Outcome outcome) {
    return outcome.people() == null
        ? ""
        : String.format(
            Locale.ROOT,
            "%,d %s a day",
            outcome.people(),
            outcome.people() == 1 ? "person" : "people");
  }
}
