package dev.sluice.server.event;

import org.jspecify.annotations.Nullable;

/**
 * Who did it.
 *
 * @param token by which they showed it; null for the server itself
 */
public record Actor(PersonName name, @Nullable TokenKey token) {
  public static final Actor SERVER = new Actor(PersonName.SERVER, null);
}
