package dev.sluice.server.ledger;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list, newest first unless it is said otherwise.
 *
 * @param next the number to ask for what follows with; null at the end
 */
public record Page<T>(List<T> items, @Nullable Long next) {
  public Page {
    items = List.copyOf(items);
  }
}
