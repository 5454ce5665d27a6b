package dev.sluice.model.file;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Durations, sizes and counts: numbers that must lie between bounds. */
public final class Measures {
  public static final long MAX_HOSTS = 1_000_000_000_000L;
  public static final long MIB = 1L << 20;
  public static final long GIB = 1L << 30;
  public static final long TIB = 1L << 40;
  public static final Duration MAX_BOUND = Duration.ofHours(1);

  private static final Pattern DURATION =
      Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,3})?) ?([a-z]+)");
  private static final Pattern SIZE = Pattern.compile("([0-9]{1,12}) ?([A-Za-z]+)");
  private static final Pattern PERCENT = Pattern.compile("([0-9]{1,9}) ?%?");
  private static final LocalDate FIRST_DAY = LocalDate.of(2000, 1, 1);
  private static final LocalDate LAST_DAY = LocalDate.of(2099, 12, 31);
  private static final Pattern NUMBER_THEN_WORD = Pattern.compile("([0-9.]+) ?([A-Za-z]+)");

  /**
   * A unit of time or size.
   *
   * @param amount in milliseconds or bytes
   * @param usual how else people write it, in small letters
   */
  private record Unit(String sign, long amount, List<String> usual) {
    static Unit of(String sign, long amount, String... usual) {
      return new Unit(sign, amount, List.of(usual));
    }

    boolean isMeantBy(String word) {
      return sign.equalsIgnoreCase(word) || usual.contains(word.toLowerCase(Locale.ROOT));
    }
  }

  // Largest first, for spoken().
  private static final List<Unit> TIMES =
      List.of(
          Unit.of("d", 86_400_000, "day", "days"),
          Unit.of("h", 3_600_000, "hr", "hour", "hours"),
          Unit.of("m", 60_000, "min", "mins", "minute", "minutes"),
          Unit.of("s", 1_000, "sec", "secs", "second", "seconds"),
          Unit.of("ms", 1, "msec", "millis", "milliseconds"));

  // Binary units alone: MB means two things.
  private static final List<Unit> SIZES =
      List.of(
          Unit.of("TiB", TIB, "t", "tb"),
          Unit.of("GiB", GIB, "g", "gb"),
          Unit.of("MiB", MIB, "m", "mb"),
          Unit.of("KiB", 1L << 10, "k", "kb"),
          Unit.of("B", 1, "byte", "bytes"));

  private final Findings findings;
  private final Values values;

  public Measures(Findings findings, Values values) {
    this.findings = findings;
    this.values = values;
  }

  private static @Nullable Unit bySign(List<Unit> units, String sign) {
    return units.stream().filter(unit -> unit.sign().equals(sign)).findFirst().orElse(null);
  }

  /** The same with a unit of ours, when it was written with a usual one. */
  private static @Nullable String withUnit(String text, List<Unit> units) {
    Matcher matcher = NUMBER_THEN_WORD.matcher(text);
    if (!matcher.matches()) {
      return null;
    }
    return units.stream()
        .filter(unit -> unit.isMeantBy(matcher.group(2)))
        .map(unit -> matcher.group(1) + " " + unit.sign())
        .filter(like -> !like.equals(text))
        .findFirst()
        .orElse(null);
  }

  public Values.Parser<Duration> duration(Duration least, Duration most) {
    return (node, path) -> {
      @Nullable String text = values.text(node, path);
      if (text == null) {
        return null;
      }
      Matcher matcher = DURATION.matcher(text);
      @Nullable Unit unit = matcher.matches() ? bySign(TIMES, matcher.group(2)) : null;
      if (unit == null) {
        values.notA(node, text, path, withUnit(text, TIMES));
        return null;
      }
      BigDecimal millis =
          new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unit.amount()));
      Duration duration = Duration.ofMillis(millis.longValue());
      if (duration.compareTo(least) < 0 || duration.compareTo(most) > 0) {
        outside(node, text, path, spoken(least) + " to " + spoken(most));
        return null;
      }
      return duration;
    };
  }

  /** In the largest unit that needs no fraction, as a file may say it. */
  public static String spoken(Duration duration) {
    long millis = duration.toMillis();
    if (millis == 0) {
      return "0 s";
    }
    for (Unit unit : TIMES) {
      if (millis % unit.amount() == 0) {
        return millis / unit.amount() + " " + unit.sign();
      }
    }
    throw new IllegalStateException("not in milliseconds: " + duration);
  }

  public Values.Parser<Long> size(long least, long most) {
    return (node, path) -> {
      @Nullable String text = values.text(node, path);
      if (text == null) {
        return null;
      }
      Matcher matcher = SIZE.matcher(text);
      @Nullable Unit unit = matcher.matches() ? bySign(SIZES, matcher.group(2)) : null;
      if (unit == null) {
        values.notA(node, text, path, withUnit(text, SIZES));
        return null;
      }
      BigInteger bytes =
          new BigInteger(matcher.group(1)).multiply(BigInteger.valueOf(unit.amount()));
      if (bytes.compareTo(BigInteger.valueOf(least)) < 0
          || bytes.compareTo(BigInteger.valueOf(most)) > 0) {
        outside(node, text, path, spoken(least) + " to " + spoken(most));
        return null;
      }
      return bytes.longValueExact();
    };
  }

  /** In the largest unit that needs no fraction. */
  public static String spoken(long bytes) {
    for (Unit unit : SIZES) {
      if (bytes >= unit.amount() && bytes % unit.amount() == 0) {
        return bytes / unit.amount() + " " + unit.sign();
      }
    }
    return bytes + " B";
  }

  public Values.Parser<Long> number(long least, long most) {
    return (node, path) -> {
      @Nullable String text = values.text(node, path);
      if (text == null) {
        return null;
      }
      boolean number = node instanceof Node.Scalar s && s.kind() == Node.Kind.NUMBER;
      @Nullable String digits = digitsIn(text);
      if (!text.equals(digits)) {
        values.notA(node, text, path, digits);
        return null;
      }
      if (!number) {
        findings.addFor(
            path, node.span(), Quoted.of(text) + " is text to YAML", "write it without quotes");
        return null;
      }
      if (text.length() > 18 || Long.parseLong(text) < least || Long.parseLong(text) > most) {
        outside(node, text, path, Quoted.count(least) + " to " + Quoted.count(most));
        return null;
      }
      return Long.parseLong(text);
    };
  }

  /** With or without its sign. */
  public Values.Parser<Integer> percent(int least, int most) {
    return (node, path) -> {
      @Nullable String text = values.text(node, path);
      if (text == null) {
        return null;
      }
      Matcher matcher = PERCENT.matcher(text);
      if (!matcher.matches()) {
        values.notA(node, text, path, null);
        return null;
      }
      int percent = Integer.parseInt(matcher.group(1));
      if (percent < least || percent > most) {
        outside(
            node, text, path, "%s %% to %s %%".formatted(Quoted.count(least), Quoted.count(most)));
        return null;
      }
      return percent;
    };
  }

  /** A size that is handed on in MiB. */
  public Values.Parser<Integer> mebibytes(long least, long most) {
    return (node, path) -> {
      @Nullable Long bytes = size(least, most).parse(node, path);
      if (bytes != null && bytes % MIB != 0) {
        findings.addFor(path, node.span(), spoken(bytes) + " are no whole MiB", "whole MiB or GiB");
        return null;
      }
      return bytes == null ? null : Math.toIntExact(bytes / MIB);
    };
  }

  public @Nullable LocalDate date(Node node, String path) {
    @Nullable String text = values.text(node, path);
    if (text == null) {
      return null;
    }
    LocalDate date;
    try {
      date = LocalDate.parse(text);
    } catch (DateTimeParseException _) {
      values.notA(node, text, path, null);
      return null;
    }
    if (date.isBefore(FIRST_DAY) || date.isAfter(LAST_DAY)) {
      outside(node, text, path, FIRST_DAY + " to " + LAST_DAY);
      return null;
    }
    return date;
  }

  private static @Nullable String digitsIn(String text) {
    String digits = text.replaceAll("[ _,.']", "");
    return digits.matches("[0-9]+") ? digits : null;
  }

  private void outside(Node node, String text, String path, String allowed) {
    findings.addFor(
        path,
        node.span(),
        "%s %s is out of range".formatted(Values.name(path), Quoted.bare(text)),
        "allowed: " + allowed);
  }
}
