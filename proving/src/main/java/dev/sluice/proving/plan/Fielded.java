package dev.sluice.proving.plan;

import dev.sluice.model.Release;
import java.util.List;

/**
 * A release that hosts run now.
 *
 * @param hosts how many; {@link #UNSTATED} when nobody said
 * @param installedIn the environments whose images have it; empty when it can be put anywhere
 */
public record Fielded(Release release, long hosts, List<String> installedIn) {
  /** Value of {@code hosts} when nobody said. */
  public static final long UNSTATED = -1;

  public Fielded {
    installedIn = List.copyOf(installedIn);
  }

  /** A release that can be put on any machine. */
  public static Fielded anywhere(Release release, long hosts) {
    return new Fielded(release, hosts, List.of());
  }

  boolean isFoundIn(String environment) {
    return installedIn.isEmpty() || installedIn.contains(environment);
  }
}
