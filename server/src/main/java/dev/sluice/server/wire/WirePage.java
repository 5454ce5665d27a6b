package dev.sluice.server.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list.
 *
 * @param next the cursor that what follows is asked with; null at the end
 */
public record WirePage<T>(List<T> items, @Nullable String next) {
  public WirePage {
    items = List.copyOf(items);
  }
}
