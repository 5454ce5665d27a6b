package dev.sluice.model;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One application release with one release of each data artifact it loads: what a host really runs.
 *
 * @param data sorted by artifact name; each artifact at most once
 */
public record Combination(Release application, List<Release> data) {
  public Combination {
    data = data.stream().sorted(Comparator.comparing(Release::artifact)).toList();
    long names = data.stream().map(Release::artifact).distinct().count();
    if (names != data.size()) {
      throw new IllegalArgumentException("a data artifact appears twice: " + data);
    }
  }

  /** As people read it: {@code sensor 7.15 + channel 291}. */
  public String title() {
    return application.title()
        + data.stream().map(r -> " + " + r.title()).collect(Collectors.joining());
  }
}
