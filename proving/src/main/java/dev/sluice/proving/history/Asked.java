package dev.sluice.proving.history;

import org.jspecify.annotations.Nullable;

/**
 * Which past runs somebody wants to see; null asks for all.
 *
 * @param last at most so many, newest first
 * @param notPassed only those that failed or could not tell
 * @param controls those of negative controls, and else those of releases meant for hosts
 */
public record Asked(
    int last,
    boolean notPassed,
    boolean controls,
    @Nullable String environment,
    @Nullable String artifact,
    @Nullable String version) {
  public Asked {
    if (last < 1) {
      throw new IllegalArgumentException("nothing is asked for: " + last);
    }
  }
}
