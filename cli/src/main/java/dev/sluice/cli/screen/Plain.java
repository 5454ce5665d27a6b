package dev.sluice.cli.screen;

import java.util.ArrayList;
import java.util.List;

/** Text of unknown origin, made fit for a terminal, and measured as a terminal shows it. */
public final class Plain {
  static final String ELLIPSIS = "…";

  private static final int WIDE_FROM = 0x1100;
  private static final int EMOJI_FROM = 0x1F300;

  private Plain() {}

  /** Without anything that moves a cursor, changes a colour or turns the writing direction. */
  public static String of(String text) {
    var out = new StringBuilder();
    text.codePoints()
        .map(c -> c == '\t' ? ' ' : c)
        .filter(Plain::isShown)
        .forEach(out::appendCodePoint);
    return out.toString();
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

  /** Columns that a terminal needs. */
  public static int width(String text) {
    return text.codePoints().map(Plain::width).sum();
  }

  private static int width(int c) {
    if (c < WIDE_FROM) {
      return isCombining(c) ? 0 : 1;
    }
    if (isCombining(c)) {
      return 0;
    }
    boolean wide =
        c >= EMOJI_FROM
            || switch (Character.UnicodeScript.of(c)) {
              case HAN, HANGUL, HIRAGANA, KATAKANA, BOPOMOFO, YI -> true;
              default -> (c >= 0xFF01 && c <= 0xFF60) || (c >= 0x3001 && c <= 0x303E);
            };
    return wide ? 2 : 1;
  }

  private static boolean isCombining(int c) {
    int type = Character.getType(c);
    return type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK;
  }

  /** At most so many columns; what is cut off shows as an ellipsis. */
  public static String cut(String text, int columns) {
    if (width(text) <= columns) {
      return text;
    }
    String stripped = text.stripTrailing();
    if (width(stripped) <= columns) {
      return padded(stripped, columns);
    }
    var out = new StringBuilder();
    int left = columns - 1;
    for (int c : text.codePoints().toArray()) {
      left -= width(c);
      if (left < 0) {
        break;
      }
      out.appendCodePoint(c);
    }
    return columns < 1 ? "" : out.toString().stripTrailing() + ELLIPSIS;
  }

  static String padded(String text, int columns) {
    return text + " ".repeat(Math.max(0, columns - width(text)));
  }

  /** Broken between words; a word longer than a line has one of its own, cut. */
  public static List<String> wrapped(String text, int columns) {
    List<String> lines = new ArrayList<>();
    var line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      if (!line.isEmpty() && width(line.toString()) + 1 + width(word) > columns) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(cut(word, columns));
    }
    lines.add(line.toString());
    return lines;
  }
}
