package dev.sluice.proving.run;

import dev.sluice.model.pipeline.CheckSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Month;
import java.time.ZoneOffset;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The moments to come at which software has failed before, by the machine's clock. */
final class Days {
  static final String CHECK = "survives-dates";

  /** One second after a signed count of seconds since 1970 has outgrown 32 bits. */
  private static final Instant OVERFLOW = Instant.ofEpochSecond(1L << 31);

  private static final Duration MONTH = Duration.ofDays(30);

  private Days() {}

  /**
   * A moment.
   *
   * @param what it is, such as {@code the coming new year}
   */
  record Day(Instant time, String what) {
    String title() {
      return "on " + LocalDate.ofInstant(time, ZoneOffset.UTC);
    }

    String when() {
      return "with the clock at " + time + " (" + what + ")";
    }
  }

  /** The moments in order, each once, none of them past. */
  static List<Day> of(Instant now, CheckSpec.SurvivesDates dates) {
    SortedMap<Instant, String> days = new TreeMap<>();
    Duration validFor = dates.validFor();
    if (validFor != null) {
      days.put(now.plus(validFor).minus(Duration.ofMinutes(1)), "the end of its validity");
    }
    days.putIfAbsent(now.plus(MONTH), "a month on");
    LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    LocalDate newYear = today.plusYears(1).withDayOfYear(1);
    days.putIfAbsent(
        newYear.atTime(LocalTime.of(0, 0, 30)).toInstant(ZoneOffset.UTC), "the coming new year");
    days.putIfAbsent(noon(leapDay(today)), "a leap day");
    days.putIfAbsent(OVERFLOW, "beyond 32 bits of seconds");
    dates.days().forEach(day -> days.putIfAbsent(noon(day), "a day of the owner's"));
    return days.entrySet().stream()
        .filter(day -> day.getKey().isAfter(now))
        .map(day -> new Day(day.getKey(), day.getValue()))
        .toList();
  }

  private static Instant noon(LocalDate day) {
    return day.atTime(LocalTime.NOON).toInstant(ZoneOffset.UTC);
  }

  private static LocalDate leapDay(LocalDate after) {
    int year = after.getYear();
    while (true) {
      LocalDate first = LocalDate.of(year, Month.FEBRUARY, 28);
      if (first.isLeapYear() && first.plusDays(1).isAfter(after)) {
        return first.plusDays(1);
      }
      year++;
    }
  }
}
