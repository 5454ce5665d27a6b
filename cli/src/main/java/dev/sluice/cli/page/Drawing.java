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

  /**
   * A node.
   *
   * @param look of what it is, and of how it stands
   * @param spoken all of it, where the box shows it cut
   * @param row the row or section that says more; empty when there is none
   */
  record Box(
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

  /** What hangs on what. */
  record Line(String path, String look, List<Dot> dots) {}

  /** Where lines part. */
  record Dot(String x, String y) {}
}
