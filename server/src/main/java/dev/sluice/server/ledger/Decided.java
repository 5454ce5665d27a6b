package dev.sluice.server.ledger;

import dev.sluice.server.event.Event;
import java.util.List;

/**
 * What a decision comes to.
 *
 * @param events to be appended, in order; none when nothing changes
 * @param answer for whoever asked
 */
public record Decided<T>(List<Event> events, T answer) {
  public Decided {
    events = List.copyOf(events);
  }

  /** Nothing changes. */
  public static <T> Decided<T> nothing(T answer) {
    return new Decided<>(List.of(), answer);
  }
}
