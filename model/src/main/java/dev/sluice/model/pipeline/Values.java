package dev.sluice.model.pipeline;

import dev.sluice.model.ArtifactName;
import dev.sluice.model.Version;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * From what was written to values. Each method gives null when the text is not such a value, and
 * then has reported it.
 */
final class Values {
  static final long MAX_HOSTS = 1_000_000_000_000L;
  static final Duration MAX_BOUND = Duration.ofHours(1);
  static final long MIB = 1L << 20;
  static final long GIB = 1L << 30;
  static final long TIB = 1L << 40;

  private static final int MAX_TEXT = 4096;
  private static final Pattern DURATION =
      Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,3})?) ?(ms|s|m|h)");
  private static final Map<String, Long> UNIT_MILLIS =
      Map.of("ms", 1L, "s", 1_000L, "m", 60_000L, "h", 3_600_000L);
  private static final Pattern SIZE = Pattern.compile("([0-9]{1,12}) ?(B|KiB|MiB|GiB|TiB)");
  private static final Map<String, Long> UNIT_BYTES =
      Map.of("B", 1L, "KiB", 1L << 10, "MiB", MIB, "GiB", GIB, "TiB", TIB);
  private static final Pattern NUMBER_THEN_WORD =
      Pattern.compile("([0-9]+(?:\\.[0-9]+)?) ?([A-Za-z]+)");
  private static final Map<String, String> USUAL_UNITS =
      Map.ofEntries(
          Map.entry("b", "B"),
          Map.entry("byte", "B"),
          Map.entry("bytes", "B"),
          Map.entry("k", "KiB"),
          Map.entry("kb", "KiB"),
          Map.entry("kib", "KiB"),
          Map.entry("m", "MiB"),
          Map.entry("mb", "MiB"),
          Map.entry("mib", "MiB"),
          Map.entry("g", "GiB"),
          Map.entry("gb", "GiB"),
          Map.entry("gib", "GiB"),
          Map.entry("t", "TiB"),
          Map.entry("tb", "TiB"),
          Map.entry("tib", "TiB"));
  private static final Map<String, String> USUAL_TIMES =
      Map.ofEntries(
          Map.entry("msec", "ms"),
          Map.entry("millis", "ms"),
          Map.entry("sec", "s"),
          Map.entry("secs", "s"),
          Map.entry("second", "s"),
          Map.entry("seconds", "s"),
          Map.entry("min", "m"),
          Map.entry("mins", "m"),
          Map.entry("minute", "m"),
          Map.entry("minutes", "m"),
          Map.entry("hour", "h"),
          Map.entry("hours", "h"));
  private static final Pattern PLACE = Pattern.compile("(/[A-Za-z0-9._+-]+)+");
  private static final Pattern SHELL_ARGUMENT = Pattern.compile("\\$\\{?[1@*]");

  private final Findings findings;

  Values(Findings findings) {
    this.findings = findings;
  }

  /** A parser of one kind of value; the path is that of the key it stands under. */
  @FunctionalInterface
  interface Parser<T> {
    @Nullable T parse(Node node, String path);
  }

  /** Any text, number or truth value, as it was written. */
  @Nullable String text(Node node, String path) {
    Node.@Nullable Scalar scalar = scalar(node, path);
    if (scalar == null) {
      return null;
    }
    String text = scalar.text();
    if (text.isBlank()) {
      findings.addFor(path, scalar.span(), name(path) + " is empty", Keys.at(path).type().shape());
      return null;
    }
    return plain(scalar, path) ? text : null;
  }

  /** Text that YAML would not take for a number or a truth value. */
  private @Nullable String string(Node node, String path) {
    @Nullable String text = text(node, path);
    if (text == null) {
      return null;
    }
    if (node instanceof Node.Scalar scalar && scalar.kind() != Node.Kind.TEXT) {
      String is = scalar.kind() == Node.Kind.NUMBER ? "a number" : "a truth value";
      findings.addFor(
          path,
          scalar.span(),
          "%s is %s to YAML, not text".formatted(Quoted.of(text), is),
          "write it in quotes");
      return null;
    }
    return text;
  }

  private boolean plain(Node.Scalar scalar, String path) {
    if (scalar.text().length() > MAX_TEXT) {
      findings.addFor(
          path,
          scalar.span(),
          "%s has %,d characters".formatted(name(path), scalar.text().length()),
          "at most %,d".formatted(MAX_TEXT));
      return false;
    }
    boolean odd =
        scalar.text().chars().anyMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\t');
    if (odd) {
      findings.addFor(
          path,
          scalar.span(),
          "control character in " + Quoted.of(scalar.text()),
          "text without control characters");
    }
    return !odd;
  }

  private Node.@Nullable Scalar scalar(Node node, String path) {
    return switch (node) {
      case Node.Scalar scalar when scalar.kind() == Node.Kind.NOTHING -> {
        findings.addFor(
            path,
            scalar.span(),
            name(path) + " has no value",
            "%s: %s".formatted(Keys.at(path).type().label(), Keys.at(path).type().shape()));
        yield null;
      }
      case Node.Scalar scalar -> scalar;
      case Node.Sequence list -> {
        wrongShape(list, "a list", path);
        yield null;
      }
      case Node.Mapping mapping -> {
        wrongShape(mapping, "a mapping", path);
        yield null;
      }
      case Node.Broken _ -> null;
    };
  }

  void wrongShape(Node node, String what, String path) {
    Key.Type type = Keys.at(path).type();
    findings.addFor(
        path,
        node.span(),
        "%s is %s".formatted(name(path), what),
        "%s: %s".formatted(type.label(), type.shape()));
  }

  private void notA(Node node, String text, String path, @Nullable String nearest) {
    Key key = Keys.at(path);
    findings.addNear(
        nearest,
        path,
        node.span(),
        "%s is no %s".formatted(Quoted.of(text), key.type().label()),
        key.type().shape());
  }

  @Nullable ArtifactName artifactName(Node node, String path) {
    @Nullable String text = string(node, path);
    if (text == null) {
      return null;
    }
    if (!ArtifactName.isValid(text)) {
      notA(node, text, path, nameLike(text));
      return null;
    }
    return new ArtifactName(text);
  }

  /** What a text would be as a name, if that is near. */
  static @Nullable String nameLike(String text) {
    String like = text.toLowerCase(Locale.ROOT).replaceAll("[ _.]", "-");
    return ArtifactName.isValid(like) && !like.equals(text) ? like : null;
  }

  @Nullable Version version(Node node, String path) {
    @Nullable String text = text(node, path);
    if (text == null) {
      return null;
    }
    if (node instanceof Node.Scalar s && s.kind() == Node.Kind.BOOLEAN) {
      notA(node, text, path, null);
      return null;
    }
    if (!Version.isValid(text)) {
      notA(node, text, path, null);
      return null;
    }
    return new Version(text);
  }

  @Nullable String word(Node node, String path) {
    @Nullable String text = text(node, path);
    if (text == null) {
      return null;
    }
    List<String> allowed = Keys.at(path).allowed();
    if (!allowed.contains(text)) {
      findings.addNear(
          Nearest.to(text, allowed),
          path,
          node.span(),
          "%s %s is not known".formatted(name(path), Quoted.of(text)),
          "allowed: " + String.join(", ", allowed));
      return null;
    }
    return text;
  }

  Parser<Duration> duration(Duration least, Duration most) {
    return (node, path) -> {
      @Nullable String text = text(node, path);
      if (text == null) {
        return null;
      }
      Matcher matcher = DURATION.matcher(text);
      if (!matcher.matches()) {
        notA(node, text, path, withUnit(text, USUAL_TIMES));
        return null;
      }
      BigDecimal millis =
          new BigDecimal(matcher.group(1))
              .multiply(BigDecimal.valueOf(UNIT_MILLIS.get(matcher.group(2))));
      Duration duration = Duration.ofMillis(millis.longValue());
      boolean fits = duration.compareTo(least) >= 0 && duration.compareTo(most) <= 0;
      return fits ? duration : outside(node, text, path, spoken(least) + " to " + spoken(most));
    };
  }

  private static @Nullable String withUnit(String text, Map<String, String> usual) {
    Matcher matcher = NUMBER_THEN_WORD.matcher(text);
    if (!matcher.matches()) {
      return null;
    }
    @Nullable String unit = usual.get(matcher.group(2).toLowerCase(Locale.ROOT));
    String like = matcher.group(1) + " " + unit;
    return unit == null || like.equals(text) ? null : like;
  }

  static String spoken(Duration duration) {
    long millis = duration.toMillis();
    if (millis % 3_600_000 == 0) {
      return millis / 3_600_000 + " h";
    }
    if (millis % 60_000 == 0) {
      return millis / 60_000 + " m";
    }
    return millis % 1_000 == 0 ? millis / 1_000 + " s" : millis + " ms";
  }

  Parser<Long> size(long least, long most) {
    return (node, path) -> {
      @Nullable String text = text(node, path);
      if (text == null) {
        return null;
      }
      Matcher matcher = SIZE.matcher(text);
      if (!matcher.matches()) {
        notA(node, text, path, withUnit(text, USUAL_UNITS));
        return null;
      }
      BigInteger bytes =
          new BigInteger(matcher.group(1))
              .multiply(BigInteger.valueOf(UNIT_BYTES.get(matcher.group(2))));
      boolean fits =
          bytes.compareTo(BigInteger.valueOf(least)) >= 0
              && bytes.compareTo(BigInteger.valueOf(most)) <= 0;
      return fits
          ? (Long) bytes.longValue()
          : outside(node, text, path, spoken(least) + " to " + spoken(most));
    };
  }

  static String spoken(long bytes) {
    for (String unit : List.of("TiB", "GiB", "MiB", "KiB")) {
      if (bytes >= UNIT_BYTES.get(unit) && bytes % UNIT_BYTES.get(unit) == 0) {
        return bytes / UNIT_BYTES.get(unit) + " " + unit;
      }
    }
    return bytes + " B";
  }

  Parser<Long> number(long least, long most) {
    return (node, path) -> {
      @Nullable String text = text(node, path);
      if (text == null) {
        return null;
      }
      if (!text.matches("[0-9]+")
          || !(node instanceof Node.Scalar s && s.kind() == Node.Kind.NUMBER)) {
        @Nullable String digits = digitsIn(text);
        if (text.equals(digits)) {
          findings.addFor(
              path, node.span(), Quoted.of(text) + " is text to YAML", "write it without quotes");
        } else {
          notA(node, text, path, digits);
        }
        return null;
      }
      boolean fits =
          text.length() <= 18 && Long.parseLong(text) >= least && Long.parseLong(text) <= most;
      return fits
          ? (Long) Long.parseLong(text)
          : outside(node, text, path, "%,d to %,d".formatted(least, most));
    };
  }

  private static @Nullable String digitsIn(String text) {
    String digits = text.replaceAll("[ _,.']", "");
    return digits.matches("[0-9]+") ? digits : null;
  }

  private <T> @Nullable T outside(Node node, String text, String path, String allowed) {
    findings.addFor(
        path,
        node.span(),
        "%s %s is out of range".formatted(name(path), Quoted.bare(text)),
        "allowed: " + allowed);
    return null;
  }

  /** A path inside the folder of the pipeline file. */
  @Nullable String file(Node node, String path) {
    @Nullable String text = string(node, path);
    if (text == null) {
      return null;
    }
    @Nullable String wrong = null;
    if (text.startsWith("/")) {
      wrong = "is absolute";
    } else if (Arrays.asList(text.split("/")).contains("..")) {
      wrong = "leaves the folder of the pipeline file";
    } else if (text.chars().anyMatch(Character::isISOControl)) {
      wrong = "has a line break or tab";
    }
    if (wrong != null) {
      findings.addFor(
          path, node.span(), "path %s %s".formatted(Quoted.of(text), wrong), Key.Type.FILE.shape());
      return null;
    }
    return text;
  }

  /** One path or a list of them. */
  @Nullable List<String> files(Node node, String path) {
    return listOrOne(node, path, this::file);
  }

  @Nullable List<Version> versions(Node node, String path) {
    return list(node, path, this::version);
  }

  private <T> @Nullable List<T> listOrOne(Node node, String path, Parser<T> parser) {
    if (node instanceof Node.Scalar) {
      @Nullable T one = parser.parse(node, path);
      return one == null ? null : List.of(one);
    }
    return list(node, path, parser);
  }

  <T> @Nullable List<T> list(Node node, String path, Parser<T> parser) {
    switch (node) {
      case Node.Sequence list when list.items().isEmpty() ->
          findings.addFor(
              path, list.span(), name(path) + " is an empty list", "at least one, or no such key");
      case Node.Sequence list -> {
        List<T> values = new ArrayList<>();
        for (Node item : list.items()) {
          @Nullable T value = parser.parse(item, path);
          if (value != null && values.contains(value)) {
            findings.addFor(
                path,
                item.span(),
                "%s is listed twice".formatted(Quoted.of(value.toString())),
                "once is enough");
          } else if (value != null) {
            values.add(value);
          }
        }
        return values.size() == list.items().size() ? values : null;
      }
      case Node.Scalar _ -> scalarAsList(node, path);
      case Node.Mapping _ -> wrongShape(node, "a mapping", path);
      case Node.Broken _ -> {}
    }
    return null;
  }

  private void scalarAsList(Node node, String path) {
    Node.@Nullable Scalar scalar = scalar(node, path);
    if (scalar != null) {
      findings.addNear(
          "[%s]".formatted(Quoted.bare(scalar.text())),
          path,
          scalar.span(),
          name(path) + " is a single value",
          Keys.at(path).type().label());
    }
  }

  /** An absolute path on a machine, as it comes out of normalising. */
  @Nullable String place(Node node, String path) {
    @Nullable String text = string(node, path);
    if (text == null) {
      return null;
    }
    List<String> parts = Arrays.asList(text.split("/"));
    if (!PLACE.matcher(text).matches()
        || parts.contains("..")
        || parts.contains(".")
        || text.length() > 255) {
      notA(node, text, path, null);
      return null;
    }
    return text;
  }

  @Nullable Command command(Node node, String path) {
    if (node instanceof Node.Sequence list) {
      return words(list, path);
    }
    @Nullable String text = text(node, path);
    if (text == null) {
      return null;
    }
    String script = text.strip();
    boolean takesArgument = SHELL_ARGUMENT.matcher(script).find();
    // The last word is $0, so that an appended path becomes $1.
    return new Command(List.of("sh", "-c", takesArgument ? script : script + " \"$@\"", "sh"));
  }

  private @Nullable Command words(Node.Sequence list, String path) {
    List<String> words = new ArrayList<>();
    for (Node item : list.items()) {
      // Later words may be empty: '' is a proper argument.
      boolean empty =
          !words.isEmpty()
              && item instanceof Node.Scalar s
              && s.kind() == Node.Kind.TEXT
              && s.text().isBlank();
      @Nullable String word = empty ? ((Node.Scalar) item).text() : text(item, path);
      if (word == null) {
        return null;
      }
      words.add(word);
    }
    if (words.isEmpty()) {
      findings.addFor(
          path, list.span(), name(path) + " is an empty list", "a command needs a program");
      return null;
    }
    return new Command(words);
  }

  static String name(String path) {
    return path.substring(path.lastIndexOf('.') + 1);
  }
}
