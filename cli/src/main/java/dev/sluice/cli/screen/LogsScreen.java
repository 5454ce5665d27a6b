package dev.sluice.cli.screen;

import dev.sluice.proving.page.ConsoleText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code sluice run logs} shows. */
public final class LogsScreen {
  private static final String MARK = "▲ ";
  private static final String NO_MARK = "  ";
  private static final String BAR = " │ ";
  private static final int MOST_DECODED = 40;
  private static final int MOST_LINES = 10_000;
  private static final int LONGEST = 300;
  private static final Pattern STAMP = Pattern.compile("^\\[ *(\\d+\\.\\d{2})\\d*\\] *");

  private static final Pattern CODED =
      Pattern.compile("([<>] (?:run|done) [0-9]+(?: [0-9.]+){1,3}) ([A-Za-z0-9+/]{4,}={0,2})");

  private LogsScreen() {}

  /** A console, line by line. */
  public static List<String> console(ConsoleText text, OptionalInt abnormal, boolean colour) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < text.lines().size(); i++) {
      lines.add(marked(Plain.of(text.lines().get(i)), isAt(abnormal, i), colour));
    }
    return lines;
  }

  private static boolean isAt(OptionalInt place, int i) {
    return place.isPresent() && place.getAsInt() == i;
  }

  private static String marked(String line, boolean abnormal, boolean colour) {
    return abnormal ? Tint.BAD.on(MARK + line, colour) : (NO_MARK + line).stripTrailing();
  }

  /**
   * Two consoles side by side, so that the abnormal line stands beside what came at its place.
   *
   * @param columns for both
   */
  public static List<String> beside(
      ConsoleText failed, ConsoleText passed, OptionalInt abnormal, int columns, boolean colour) {
    int half = (columns - BAR.length()) / 2;
    OptionalInt place =
        abnormal.isPresent() ? failed.placeIn(passed, abnormal.getAsInt()) : OptionalInt.empty();
    int shift = place.isPresent() ? abnormal.getAsInt() - (place.getAsInt() + 1) : 0;
    int first = Math.min(0, shift);
    int last = Math.max(failed.lines().size(), passed.lines().size() + shift);
    List<String> lines = new ArrayList<>();
    for (int i = first; i < last; i++) {
      String left = Plain.cut(at(failed, i), half - MARK.length());
      String right = Plain.cut(at(passed, i - shift), half - MARK.length());
      boolean mark = isAt(abnormal, i);
      String here = mark && place.isPresent() && !right.isEmpty() ? "● " : NO_MARK;
      lines.add(
          (marked(Plain.padded(left, half - MARK.length()), mark, colour)
                  + blanks(left, half, mark)
                  + BAR
                  + (here.isBlank() ? here + right : Tint.GOOD.on(here + right, colour)))
              .stripTrailing());
    }
    return lines;
  }

  /** What {@link #marked} stripped from an unmarked line. */
  private static String blanks(String left, int half, boolean mark) {
    return mark ? "" : " ".repeat(half - Plain.width((NO_MARK + left).stripTrailing()));
  }

  private static String at(ConsoleText text, int i) {
    // Two consoles need the room that a kernel's time stamp takes.
    return i >= 0 && i < text.lines().size()
        ? STAMP.matcher(Plain.of(text.lines().get(i))).replaceFirst("$1 ")
        : "";
  }

  /** A guest channel: what is coded in it, decoded beneath. */
  public static List<String> channel(String text) {
    List<String> lines = new ArrayList<>();
    for (String line : text.lines().limit(MOST_LINES).toList()) {
      Matcher coded = CODED.matcher(line);
      String decoded = coded.matches() ? decoded(coded.group(2)) : "";
      if (decoded.isEmpty()) {
        lines.add(Plain.cut(Plain.of(line), LONGEST));
      } else {
        lines.add(coded.group(1));
        decoded.lines().limit(MOST_DECODED).forEach(inner -> lines.add("    " + Plain.of(inner)));
      }
    }
    return lines;
  }

  private static String decoded(String coded) {
    try {
      return new String(Base64.getDecoder().decode(coded), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return ""; // cut, or not coded at all
    }
  }
}
