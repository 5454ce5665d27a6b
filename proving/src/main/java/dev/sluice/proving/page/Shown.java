package dev.sluice.proving.page;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Values as the page shows them. Markup is escaped by the template, everything else here. */
final class Shown {
  private static final int LONGEST_LINE = 240;
  private static final double MILLIS = 1000.0;
  private static final int MINUTE = 60;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private Shown() {}

  /** A guest's or an owner's text: nothing that is invisible or turns the writing direction. */
  static String text(String raw) {
    var out = new StringBuilder();
    raw.codePoints()
        .map(c -> c == '\t' ? ' ' : c)
        .filter(Shown::isShown)
        .forEach(out::appendCodePoint);
    return out.toString();
  }

  /** The same for one line of many, which may be very long. */
  static String line(String raw) {
    String text = text(raw);
    int end = Math.min(text.length(), text.offsetByCodePoints(0, shorter(text)));
    return end < text.length() ? text.substring(0, end) + "…" : text;
  }

  private static int shorter(String text) {
    return Math.min(LONGEST_LINE, text.codePointCount(0, text.length()));
  }

  private static boolean isShown(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  /** {@code 0.02 s}, {@code 14.2 s}, {@code 2 m 05 s}. */
  static String seconds(Duration duration) {
    double seconds = duration.toMillis() / MILLIS;
    if (seconds < 10) {
      return String.format(Locale.ROOT, "%.2f s", seconds);
    }
    if (seconds < MINUTE - 0.05) {
      return String.format(Locale.ROOT, "%.1f s", seconds);
    }
    long whole = Math.round(seconds);
    return String.format(Locale.ROOT, "%d m %02d s", whole / MINUTE, whole % MINUTE);
  }

  static String time(Instant at) {
    return TIME.format(at);
  }

  /** {@code 8,450}. */
  static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** {@code 1 check}, {@code 9 checks}. */
  static String count(long number, String one) {
    return count(number) + " " + one + (number == 1 ? "" : "s");
  }

  static String capital(String sentence) {
    return sentence.isEmpty()
        ? sentence
        : Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1);
  }
}
