package dev.sluice.server.dispatch;

import dev.sluice.server.event.ProductName;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Whose turn it is: products in turn, and of every four runs given out one is an application's, so
 * that a flood of data starves nobody. Forgotten at a restart, which only begins the turns anew.
 *
 * @param given runs given out that were not urgent
 * @param last when each product was last served in each lane, counted in runs given out
 */
record Turns(long given, Map<Lane, Map<ProductName, Long>> last) {
  static final Turns NONE = new Turns(0, Map.of());

  /** Of so many runs that are not urgent, one goes to an application first. */
  static final int ROUND = 4;

  Turns {
    Map<Lane, Map<ProductName, Long>> copy = new EnumMap<>(Lane.class);
    last.forEach((lane, products) -> copy.put(lane, Map.copyOf(products)));
    last = Map.copyOf(copy);
  }

  /** The lanes in the order in which they are to be looked at now. */
  List<Lane> lanes() {
    return given % ROUND == ROUND - 1
        ? List.of(Lane.URGENT, Lane.APPLICATION, Lane.DATA)
        : List.of(Lane.URGENT, Lane.DATA, Lane.APPLICATION);
  }

  /** Smaller for who waits longer; 0 for who was never served. */
  long lastServed(Lane lane, ProductName product) {
    return last.getOrDefault(lane, Map.of()).getOrDefault(product, 0L);
  }

  /** After a run was given out. */
  Turns after(Lane lane, ProductName product) {
    Map<Lane, Map<ProductName, Long>> next = new HashMap<>(last);
    Map<ProductName, Long> products = new HashMap<>(last.getOrDefault(lane, Map.of()));
    long newest = last.values().stream().flatMap(m -> m.values().stream()).reduce(0L, Long::max);
    products.put(product, newest + 1);
    next.put(lane, products);
    return new Turns(lane == Lane.URGENT ? given : given + 1, next);
  }
}
