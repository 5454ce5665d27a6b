package dev.sluice.model.outcome;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What people need.
 *
 * @param says in their words: {@code a patient is admitted on Ward 3}
 * @param who needs it; null when not written down
 * @param people affected while it is lost; null when not written down
 * @param harmAfter how long it may be lost before people are harmed
 * @param ways what stands in for it, in the order in which they are tried
 * @param line where it stands in the file, from 1
 */
public record Outcome(
    String name,
    String says,
    @Nullable String who,
    @Nullable Long people,
    Duration harmAfter,
    Requirement needs,
    List<Way> ways,
    int line) {

  public Outcome {
    ways = List.copyOf(ways);
  }

  /** What is done without the system; null when nothing is. */
  public @Nullable Way fallback() {
    return ways.stream().filter(way -> way.kind() == Way.Kind.FALLBACK).findFirst().orElse(null);
  }

  /**
   * The same, with what is known of the fallback.
   *
   * @param worked the day on which it was last tried and worked; null: never
   * @param failed the day on which it was tried since and did not wholly work; null: it was not
   */
  public Outcome exercised(@Nullable LocalDate worked, @Nullable LocalDate failed) {
    return new Outcome(
        name,
        says,
        who,
        people,
        harmAfter,
        needs,
        ways.stream()
            .map(
                way ->
                    way.kind() == Way.Kind.FALLBACK
                        ? new Way(
                            way.kind(), way.says(), way.needs(), way.keepsFor(), worked, failed)
                        : way)
            .toList(),
        line);
  }
}
