package dev.sluice.model.drill;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A fallback was tried.
 *
 * @param outcome the short name of what it stands in for
 * @param fallback its words on that day: other words may be another fallback
 * @param by who was there
 * @param notes what was missing, or what took long; null when nothing was written
 */
public record Drill(
    String outcome, String fallback, LocalDate on, Found found, String by, @Nullable String notes) {

  /** How it went. */
  public enum Found {
    WORKED("worked"),
    /** Some of it; it is not counted on. */
    PARTLY("partly"),
    DID_NOT_WORK("did-not-work");

    private final String word;

    Found(String word) {
      this.word = word;
    }

    /** As in commands and files. */
    public String word() {
      return word;
    }

    public static Optional<Found> of(String word) {
      return Arrays.stream(values()).filter(found -> found.word.equals(word)).findFirst();
    }
  }

  boolean isOf(String words) {
    return fallback.strip().replaceAll("\\s+", " ").equals(words.strip().replaceAll("\\s+", " "));
  }
}
