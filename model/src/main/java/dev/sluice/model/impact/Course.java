package dev.sluice.model.impact;

import dev.sluice.model.outcome.Outcome;
import dev.sluice.model.outcome.Way;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of one outcome, in time since the failure.
 *
 * @param degradedAfter null when never
 * @param lostAfter when what it usually needs no longer works; null when never
 * @param stands what stands in for it then, in turn
 * @param useless ways that do not, each with the reason
 * @param nothingAfter from when on nothing stands in any more; null when never
 * @param harmAfter from when on people are harmed; null when never
 * @param how in which ways it goes on worse
 * @param because from what it needs down to what failed
 */
public record Course(
    Outcome outcome,
    State state,
    @Nullable Duration degradedAfter,
    @Nullable Duration lostAfter,
    List<Stand> stands,
    List<Useless> useless,
    @Nullable Duration nothingAfter,
    @Nullable Duration harmAfter,
    List<String> how,
    List<String> because) {

  public Course {
    stands = List.copyOf(stands);
    useless = List.copyOf(useless);
    how = List.copyOf(how);
    because = List.copyOf(because);
  }

  /** From good to bad. */
  public enum State {
    SAFE("safe"),
    DEGRADED("degraded"),
    /** Lost as usual, but something stands in. */
    HELD("held"),
    LOST("lost");

    private final String word;

    State(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }

    public boolean isWorseThan(State other) {
      return compareTo(other) > 0;
    }
  }

  /**
   * A way in use.
   *
   * @param until null for as long as it takes
   */
  public record Stand(Way way, Duration from, @Nullable Duration until) {}

  /** A way that does not stand in. */
  public record Useless(Way way, Reason reason) {
    /** Why it does not. */
    public enum Reason {
      NEVER_TRIED,
      STALE,
      /** What it needs is lost too. */
      LOST_TOO
    }
  }
}
