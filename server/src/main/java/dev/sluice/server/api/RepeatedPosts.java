package dev.sluice.server.api;

import dev.sluice.server.event.TokenKey;
import java.util.LinkedHashMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what POSTs with an {@code Idempotency-Key} were answered, so that a client that did not
 * hear it may ask again. In memory and bounded: after a restart, or many others, it is forgotten.
 */
final class RepeatedPosts {
  /** The longest key. */
  static final int LONGEST_KEY = 128;

  private static final int MOST = 2_000;

  private final LinkedHashMap<Key, Held> held = new LinkedHashMap<>();

  /**
   * Names one. What is asked (path, query, the body's digest) is no part of it: the same key for
   * another request is a mistake that is told.
   */
  record Key(TokenKey token, String value) {}

  private record Held(String what, Answer.@Nullable Json answer) {}

  /**
   * Begins one.
   *
   * @param what the request itself, as text
   * @return the answer it had before; empty when it is to be answered now, and {@link #end} told
   */
  synchronized Optional<Answer> begin(Key key, String what) {
    Held before = held.get(key);
    if (before == null) {
      held.put(key, new Held(what, null));
      if (held.size() > MOST) {
        held.remove(held.firstEntry().getKey());
      }
      return Optional.empty();
    }
    if (!before.what().equals(what)) {
      throw Problems.invalid(
          "This Idempotency-Key was used for another request; take a new key for each");
    }
    if (before.answer() == null) {
      throw Problems.conflict("The same request is being answered; ask again in a second");
    }
    return Optional.of(before.answer().with("Idempotent-Replay", "true"));
  }

  /** Remembers an answer; null when it may be tried again. */
  synchronized void end(Key key, String what, Answer.@Nullable Json answer) {
    if (answer == null) {
      held.remove(key);
    } else {
      held.put(key, new Held(what, answer));
    }
  }
}
