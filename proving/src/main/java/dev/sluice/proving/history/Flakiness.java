package dev.sluice.proving.history;

import java.util.List;

/**
 * How often an environment had to try twice for a candidate that works: a first attempt thrown
 * away, and the second passed.
 *
 * @param runs counted: the newest since somebody last looked, {@value #WINDOW} at most
 * @param mostPercent above which the environment gives no proof
 */
public record Flakiness(int flakes, int runs, int mostPercent) {
  /** Older runs say little about the laboratory of today. */
  public static final int WINDOW = 50;

  /** Fewer are bad luck: one flake in four runs is not yet a quarter of all. */
  public static final int FEWEST = 3;

  public Flakiness {
    if (flakes < 0 || flakes > runs || mostPercent < 0) {
      throw new IllegalArgumentException(flakes + " of " + runs + ", " + mostPercent + " %");
    }
  }

  /**
   * Counts.
   *
   * @param flaked for each run, newest first, whether it was one
   */
  public static Flakiness of(List<Boolean> flaked, int mostPercent) {
    List<Boolean> counted = flaked.subList(0, Math.min(WINDOW, flaked.size()));
    int flakes = (int) counted.stream().filter(f -> f).count();
    return new Flakiness(flakes, counted.size(), mostPercent);
  }

  /** Whether the environment gives no proof until somebody has looked. */
  public boolean withholdsProofs() {
    return flakes >= FEWEST && flakes * 100L > (long) mostPercent * runs;
  }

  /** {@code 4 of the last 50 runs passed only at the second attempt, 10 % at most may}. */
  public String clause() {
    return flakes
        + " of the last "
        + runs
        + " runs passed only at the second attempt, and "
        + mostPercent
        + " % at most may";
  }
}
