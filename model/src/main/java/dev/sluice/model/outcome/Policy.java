package dev.sluice.model.outcome;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the owner wants to hold.
 *
 * @param noSinglePoint outcomes that no single failure may lose
 * @param exercisedWithin days within which every fallback must have been tried; null when the owner
 *     does not ask for it
 */
public record Policy(List<String> noSinglePoint, @Nullable Integer exercisedWithin) {
  /** A year: after that, those who were there have left, and the forms are out of date. */
  public static final int DEFAULT_DAYS = 365;

  public static final Policy NONE = new Policy(List.of(), null);

  public Policy {
    noSinglePoint = List.copyOf(noSinglePoint);
  }

  /** Days after which a fallback that was not tried again no longer counts. */
  public int days() {
    return exercisedWithin == null ? DEFAULT_DAYS : exercisedWithin;
  }
}
