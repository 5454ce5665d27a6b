package dev.sluice.cli.page;

/**
 * Where the page says more: ids of rows and sections, to which boxes of the map lead. Names of a
 * file of outcomes are letters, digits, dots and dashes, so they need no escape.
 */
final class Rows {
  private Rows() {}

  static String outcome(String name) {
    return "outcome-" + name;
  }

  static String thing(String name) {
    return "thing-" + name;
  }

  /** What stands in for an outcome, by its place in the file. */
  static String way(String outcome, int number) {
    return "stands-in-" + number + "-" + outcome;
  }
}
