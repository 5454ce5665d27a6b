package dev.sluice.cli.page;

import java.util.List;

/** A map with a place for everything, in pixels of a screen. */
record Drawing(
    String title,
    String description,
    String width,
    String height,
    List<Box> boxes,
    List<Line> lines) {
  /** In print, wider ones get a larger sheet: what A4 across shows at two thirds or more. */
  private static final double A4 = 1500;

  boolean isForA3() {
    return Double.parseDouble(width) > A4;
  }

  /**
   * A node.
   *
   * @param number by which lines name it as one of their ends
   * @param look of what it is, and of how it stands
   * @param spoken all of it, where the box shows it cut
   * @param row the row or section that says more; empty when there is none
   */
  record Box(
      int number,
      String x,
      String y,
      String width,
      String height,
      String look,
      Page.State state,
      List<Text> texts,
      String spoken,
      String row) {}

  /** A line of text in a box. */
  record Text(String x, String y, String look, String words) {}

  /** What hangs on what: the numbers of two boxes. */
  record Line(int from, int to, String path, String look, List<Dot> dots) {}

  /** Where lines part. */
  record Dot(String x, String y) {}
}
