package dev.sluice.server.ledger;

import dev.sluice.model.Digest;
import dev.sluice.server.event.Actor;
import dev.sluice.server.event.Entry;
import dev.sluice.server.event.Event;
import dev.sluice.server.event.PersonName;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.event.TokenKey;
import dev.sluice.server.event.TraceId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An entry just as it is kept, not yet believed: text that somebody may have changed, so that it
 * can be examined.
 *
 * @param time in milliseconds since 1970
 * @param token null for none
 * @param format of type and body
 * @param body the event in JSON, byte for byte as it was hashed
 */
public record Line(
    String product,
    long number,
    long time,
    String actor,
    @Nullable String token,
    String cause,
    String trace,
    int format,
    String type,
    String body,
    String previous,
    String hash) {
  /** What is to be kept of an event, chained to what was kept before. */
  public static Line of(Ledger.Call call, long number, Instant time, Event event, Digest previous) {
    TokenKey token = call.actor().token();
    Line open =
        new Line(
            call.product().value(),
            number,
            time.toEpochMilli(),
            call.actor().name().value(),
            token == null ? null : token.value(),
            call.cause(),
            call.trace().value(),
            EventJson.FORMAT,
            EventJson.type(event),
            EventJson.body(event),
            previous.hex(),
            "");
    return open.hashed(Chain.hash(open));
  }

  private Line hashed(Digest digest) {
    return new Line(
        product,
        number,
        time,
        actor,
        token,
        cause,
        trace,
        format,
        type,
        body,
        previous,
        digest.hex());
  }

  /** The same in another place. */
  public Line at(long other) {
    return new Line(
        product, other, time, actor, token, cause, trace, format, type, body, previous, hash);
  }

  /**
   * What it says.
   *
   * @throws LedgerException when it is nothing that this release could have kept
   */
  public Entry entry() {
    return entry(EventJson.read(format, type, body));
  }

  /** The same where the event is at hand. */
  public Entry entry(Event event) {
    try {
      return new Entry(
          new ProductName(product),
          number,
          Instant.ofEpochMilli(time),
          new Actor(new PersonName(actor), token == null ? null : new TokenKey(token)),
          cause,
          new TraceId(trace),
          event,
          new Digest(previous),
          new Digest(hash));
    } catch (IllegalArgumentException e) {
      throw new LedgerException(
          "event %d of %s cannot be read: %s".formatted(number, product, e.getMessage()), false, e);
    }
  }
}
