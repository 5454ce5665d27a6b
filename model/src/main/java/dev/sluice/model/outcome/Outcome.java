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

  /** The same, with the fallback last tried on this day; null: never. */
  public Outcome exercised(@Nullable LocalDate day) {
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
                        ? new Way(way.kind(), way.says(), way.needs(), way.keepsFor(), day)
                        : way)
            .toList(),
        line);
  }
}
