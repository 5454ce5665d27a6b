package dev.sluice.cli.screen;

import dev.sluice.model.Result;

/** How a run stands, as a word and a shape. */
final class State {
  private State() {}

  static Table.Cell of(Result result) {
    return new Table.Cell(result.shape() + " " + spoken(result), Tint.of(result));
  }

  static Table.Cell notRun() {
    return new Table.Cell("○ not run", Tint.QUIET);
  }

  static Table.Cell waiting() {
    return new Table.Cell("○ waiting", Tint.QUIET);
  }

  static Table.Cell running() {
    return new Table.Cell("◐ running", Tint.NONE);
  }

  static Table.Cell unproven() {
    return new Table.Cell("○ unproven", Tint.QUIET);
  }

  static String spoken(Result result) {
    return result.word().replace('-', ' ');
  }
}
