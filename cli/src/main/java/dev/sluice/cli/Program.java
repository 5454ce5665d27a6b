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

  /** The screen's width as it is stated, within bounds; the least where it is not. */
  int columns(int least, int most) {
    String stated = environment.getOrDefault("COLUMNS", "");
    return stated.matches("[1-9][0-9]{1,3}")
        ? Math.clamp(Integer.parseInt(stated), least, most)
        : least;
  }

  /** What to write to when the caller asked for what is in {@code common}. */
  Printer printer(Common common) {
    return common.isPlain() ? printer.plain() : printer;
  }
}
