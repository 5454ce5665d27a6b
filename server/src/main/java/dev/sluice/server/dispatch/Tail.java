package dev.sluice.server.dispatch;

import java.util.List;

/**
 * The end of what a run's runner said.
 *
 * @param said how many lines in all; to ask for what follows with
 */
public record Tail(long said, List<String> lines) {
  public Tail {
    lines = List.copyOf(lines);
  }
}
