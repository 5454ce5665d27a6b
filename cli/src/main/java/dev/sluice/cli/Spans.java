package dev.sluice.cli;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.TypeConversionException;

/** Times as in the files: {@code 6h}, {@code 30 m}, {@code 2 d}. */
final class Spans {
  private static final Pattern SPAN = Pattern.compile("([0-9]{1,6}) ?([smhd])");

  private Spans() {}

  static Duration of(String text) {
    Matcher span = SPAN.matcher(text);
    if (!span.matches()) {
      throw new TypeConversionException(
          "expected a number and s, m, h or d, such as 6h, but was '" + text + "'");
    }
    long count = Long.parseLong(span.group(1));
    return switch (span.group(2)) {
      case "s" -> Duration.ofSeconds(count);
      case "m" -> Duration.ofMinutes(count);
      case "h" -> Duration.ofHours(count);
      default -> Duration.ofDays(count);
    };
  }
}
