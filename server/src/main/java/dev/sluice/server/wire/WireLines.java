package dev.sluice.server.wire;

import java.util.List;

/**
 * The end of what a run's runner said.
 *
 * @param said how many lines in all; to ask for what follows with
 * @param lines those after the ones that are known, as far as the server keeps them: the last 200
 */
public record WireLines(long said, List<String> lines) {
  public WireLines {
    lines = List.copyOf(lines);
  }
}
