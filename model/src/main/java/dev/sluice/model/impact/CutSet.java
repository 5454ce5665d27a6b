package dev.sluice.model.impact;

import dev.sluice.model.outcome.Outcome;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Things whose failure together loses outcomes, while the failure of fewer of them does not.
 *
 * @param losses the outcomes, the worst first; at least one
 */
public record CutSet(List<Part> parts, List<Loss> losses) {
  public CutSet {
    parts = List.copyOf(parts);
    losses = List.copyOf(losses);
  }

  /**
   * One of the things.
   *
   * @param title as people call it
   * @param hosts how many hosts of a group; 0 for all of it, and for all that is no group
   */
  public record Part(String name, String title, String kind, int hosts) {
    /** {@code vendor example-edr}, {@code one host of ward-pcs}. */
    public String spoken() {
      return switch (hosts) {
        case 0 -> kind + " " + name;
        case 1 -> "one host of " + name;
        default -> "two hosts of " + name;
      };
    }
  }

  /**
   * An outcome that is lost.
   *
   * @param held whether something that can be counted on stands in, if only for a time
   * @param nothingAfter when that runs out; null when never
   * @param harmAfter null when never
   */
  public record Loss(
      Outcome outcome,
      boolean held,
      Duration lostAfter,
      @Nullable Duration nothingAfter,
      @Nullable Duration harmAfter) {}

  /** Whether an outcome is lost with nothing standing in. */
  public boolean isBare() {
    return losses.stream().anyMatch(loss -> !loss.held());
  }

  /** People a day for whom nothing stands in. */
  public long people() {
    return people(false);
  }

  /** People a day whose outcome something stands in for. */
  public long peopleHeld() {
    return people(true);
  }

  private long people(boolean held) {
    long people = 0;
    // There may be a million losses in an answer.
    for (Loss loss : losses) {
      if (loss.held() == held && loss.outcome().people() != null) {
        people += loss.outcome().people();
      }
    }
    return people;
  }

  /** When the first people are harmed; null when nobody is. */
  public @Nullable Duration harmAfter() {
    Duration first = null;
    for (Loss loss : losses) {
      if (loss.harmAfter() != null && (first == null || loss.harmAfter().compareTo(first) < 0)) {
        first = loss.harmAfter();
      }
    }
    return first;
  }
}
