package dev.sluice.model.outcome;

import java.time.Duration;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Another way to the same outcome while the usual one is lost.
 *
 * @param says in plain words, for those who will do it
 * @param keepsFor how long it can be kept up; null when for as long as it takes
 * @param exercised when it was last tried; null when never
 */
public record Way(
    Kind kind,
    String says,
    Requirement needs,
    @Nullable Duration keepsFor,
    @Nullable LocalDate exercised) {

  /** Which comes first. */
  public enum Kind {
    /** The system itself, with less: a read-only copy, a second vendor. */
    DEGRADED_MODE,
    /** Without the system; counts only while it is drilled. */
    FALLBACK
  }
}
