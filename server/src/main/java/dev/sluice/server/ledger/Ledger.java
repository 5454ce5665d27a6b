package dev.sluice.server.ledger;

import dev.sluice.server.event.Actor;
import dev.sluice.server.event.Entry;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.event.TraceId;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The append-only log and what it comes to. Safe for use by several threads. Every method throws
 * {@link LedgerException} when the store does not do its work.
 */
public interface Ledger extends AutoCloseable {
  /**
   * Decides on the newest state and appends what was decided, all of it or nothing, durably before
   * this returns. Decisions happen one after the other.
   *
   * @param call who asked for what
   * @param decision pure; may be called more than once
   */
  <T> T decide(Call call, Decision<T> decision);

  /** Reads one moment's state. */
  <T> T read(Function<Records, T> question);

  /**
   * Has every appended entry handed over, in order, after it is durable; from a thread of the
   * ledger's, so that the listener must be quick.
   */
  void listen(Consumer<List<Entry>> listener);

  @Override
  void close();

  /**
   * Who asked for what.
   *
   * @param product whose log it goes to
   * @param cause in a word or two: {@code submit}, {@code lease lost}
   */
  record Call(ProductName product, Actor actor, String cause, TraceId trace) {}

  /** From what is known and the time to events. */
  @FunctionalInterface
  interface Decision<T> {
    Decided<T> of(Records records, Instant now);
  }
}
