package dev.sluice.proving.plan;

import dev.sluice.model.Release;

/**
 * A release that hosts run now.
 *
 * @param hosts how many; {@link #UNSTATED} when nobody said
 */
public record Fielded(Release release, long hosts) {
  /** Value of {@code hosts} when nobody said. */
  public static final long UNSTATED = -1;
}
