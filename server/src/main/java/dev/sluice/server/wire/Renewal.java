package dev.sluice.server.wire;

import java.util.List;

/**
 * A runner still works.
 *
 * @param begun whether it has all it needs and the run itself goes on
 * @param lines what its console and checks said since the last renewal, at most 200 of 1,000
 *     characters
 */
public record Renewal(int attempt, boolean begun, List<String> lines) {
  public Renewal {
    lines = List.copyOf(lines);
  }
}
