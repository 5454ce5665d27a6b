package dev.sluice.cli;

import java.time.Clock;
import java.util.Map;

/**
 * What every command gets from its surroundings.
 *
 * @param environment variables
 * @param cores virtual machines that may run at once
 */
public record Program(Printer printer, Map<String, String> environment, Clock clock, int cores) {
  public Program {
    environment = Map.copyOf(environment);
  }

  Folders folders() {
    return new Folders(environment);
  }

  /** What to write to when the caller asked for what is in {@code common}. */
  Printer printer(Common common) {
    return common.isPlain() ? printer.plain() : printer;
  }
}
