package dev.sluice.server.access;

import dev.sluice.server.event.Actor;
import dev.sluice.server.event.Event;
import dev.sluice.server.event.PersonName;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.event.TraceId;
import dev.sluice.server.ledger.Decided;
import dev.sluice.server.ledger.Ledger;
import dev.sluice.server.ledger.LedgerException;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Puts on record what somebody tried and may not do. A flood does not fill the log: after a few at
 * once, one a second is recorded and says how many there were since.
 */
public final class Denials {
  private static final PersonName NOBODY = new PersonName("nobody");
  private static final System.Logger LOG = System.getLogger(Denials.class.getName());
  private static final int AT_ONCE = 20;
  private static final long SPACING = 1_000_000_000L;

  private final Ledger ledger;
  private final LongSupplier nanoTime;
  private int left = AT_ONCE;
  private long since;
  private long unrecorded;

  public Denials(Ledger ledger, LongSupplier nanoTime) {
    this.ledger = ledger;
    this.nanoTime = nanoTime;
    this.since = nanoTime.getAsLong();
  }

  /**
   * Records one.
   *
   * @param product null when it was about none
   * @param actor null when nobody is known
   */
  public void record(
      @Nullable ProductName product, @Nullable Actor actor, String what, TraceId trace) {
    long more = admit();
    if (more < 0) {
      return;
    }
    String text =
        more == 0 ? what : "%s (and %d more since the last one on record)".formatted(what, more);
    try {
      ProductName chain = chain(product);
      ledger.decide(
          new Ledger.Call(chain, actor == null ? new Actor(NOBODY, null) : actor, "denied", trace),
          (records, now) -> new Decided<>(List.of(new Event.AccessDenied(text)), true));
    } catch (LedgerException e) {
      // The denial stands; that it is not on record must not turn it into an answer.
      LOG.log(System.Logger.Level.ERROR, "a denial could not be recorded: " + text, e);
    }
  }

  /** A product that has no events yet must not come into being by an attempt. */
  private ProductName chain(@Nullable ProductName product) {
    if (product == null) {
      return ProductName.SERVER;
    }
    return ledger.read(records -> records.nextNumber(product)) > 1 ? product : ProductName.SERVER;
  }

  /** How many were not recorded before this one, which is; -1 when this one is not. */
  private synchronized long admit() {
    long now = nanoTime.getAsLong();
    long gained = (now - since) / SPACING;
    if (gained > 0) {
      left = (int) Math.min(AT_ONCE, left + gained);
      since += gained * SPACING;
    }
    if (left == 0) {
      unrecorded++;
      return -1;
    }
    left--;
    long before = unrecorded;
    unrecorded = 0;
    return before;
  }
}
