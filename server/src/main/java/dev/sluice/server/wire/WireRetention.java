package dev.sluice.server.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What would be removed now.
 *
 * @param evidenceDays after which evidence goes; null for never
 * @param contentDays after which content of releases that came to nothing goes; null for never
 * @param files how many
 * @param bytes of all of them
 * @param items the first 200 of them
 */
public record WireRetention(
    @Nullable Integer evidenceDays,
    @Nullable Integer contentDays,
    int files,
    long bytes,
    List<WireGoing> items) {
  public WireRetention {
    items = List.copyOf(items);
  }

  /** One of them, and what it is. */
  public record WireGoing(String content, long size, String what) {}
}
