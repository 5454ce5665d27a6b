package dev.sluice.proving.page;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Some lines of a console, with what was left out between them counted. */
record Excerpt(List<Line> lines) {
  private static final int MOST = 40;
  private static final Pattern STAMP =
      Pattern.compile("^\\[ *(\\d{1,9}\\.\\d{2})\\d*\\](?:\\[[^\\]]*\\])? ?(.*)$");

  Excerpt {
    lines = List.copyOf(lines);
  }

  /** What a line is. */
  enum Kind {
    NORMAL,
    ABNORMAL,
    /** What came at the same place on a console that passed. */
    WENT_ON,
    /** Not a line: so many were left out. */
    GAP
  }

  /**
   * One line.
   *
   * @param time by the guest's clock; empty for none
   */
  record Line(Kind kind, String time, String text) {
    boolean isAbnormal() {
      return kind == Kind.ABNORMAL;
    }

    boolean isWentOn() {
      return kind == Kind.WENT_ON;
    }

    boolean isGap() {
      return kind == Kind.GAP;
    }
  }

  /**
   * Picks lines.
   *
   * @param shown their places, in order
   * @param marked the place that is marked; -1 for none
   * @param as how
   */
  static Excerpt of(List<String> lines, List<Integer> shown, int marked, Kind as) {
    List<Line> picked = new ArrayList<>();
    int next = shown.isEmpty() ? 0 : shown.getFirst();
    if (next > 0) {
      picked.add(gap(next));
    }
    for (int place : shown.subList(0, Math.min(MOST, shown.size()))) {
      if (place == next + 1) {
        picked.add(line(lines.get(next), Kind.NORMAL)); // no longer than to say that it is left out
      } else if (place > next) {
        picked.add(gap(place - next));
      }
      picked.add(line(lines.get(place), place == marked ? as : Kind.NORMAL));
      next = place + 1;
    }
    return new Excerpt(picked);
  }

  private static Line gap(int left) {
    return new Line(Kind.GAP, "", Shown.count(left, "line"));
  }

  private static Line line(String text, Kind kind) {
    Matcher stamp = STAMP.matcher(text);
    return stamp.matches()
        ? new Line(kind, stamp.group(1), stamp.group(2))
        : new Line(kind, "", text);
  }
}
