package dev.sluice.model.file;

import java.util.Locale;

/**
 * Text from a file, made safe and short for messages: a terminal never gets a control character.
 */
public final class Quoted {
  private static final int MAX_CODE_POINTS = 60;

  private Quoted() {}

  /** In quotes, for what was read. */
  public static String of(String text) {
    return '"' + bare(text) + '"';
  }

  public static String bare(String text) {
    int length = text.codePointCount(0, text.length());
    if (length <= MAX_CODE_POINTS) {
      return escaped(text);
    }
    return escaped(text.substring(0, text.offsetByCodePoints(0, MAX_CODE_POINTS))) + "…";
  }

  /** A number with its thousands marked, the same everywhere. */
  public static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  public static String escaped(String text) {
    var out = new StringBuilder(text.length());
    text.codePoints().forEach(c -> out.append(escaped(c)));
    return out.toString();
  }

  /** One character as it may be shown. */
  public static String escaped(int c) {
    return switch (c) {
      case '\t' -> "\\t";
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      default ->
          switch (Character.getType(c)) {
            case Character.CONTROL,
                Character.FORMAT,
                Character.SURROGATE,
                Character.PRIVATE_USE,
                Character.UNASSIGNED,
                Character.LINE_SEPARATOR,
                Character.PARAGRAPH_SEPARATOR ->
                "\\u{%x}".formatted(c);
            default -> Character.toString(c);
          };
    };
  }
}
