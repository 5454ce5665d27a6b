package dev.sluice.server.ledger;

import static dev.sluice.server.ledger.Told.SENSOR;
import static dev.sluice.server.ledger.Told.call;
import static dev.sluice.server.ledger.Told.channel;

import dev.sluice.server.event.Event;
import dev.sluice.server.event.ProductName;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A ledger for each test, and a clock that is moved by hand. */
public abstract class LedgerAtHand {
  protected static final Instant START = Instant.parse("2026-03-01T08:00:00.123456Z");

  /** The same in whole milliseconds, as entries have it. */
  protected static final Instant MOMENT = Instant.parse("2026-03-01T08:00:00.123Z");

  protected final AtomicReference<Instant> now = new AtomicReference<>(START);
  protected Ledger ledger;

  /** Opens what was opened before, or a new one. */
  protected abstract Ledger open(InstantSource clock);

  @BeforeEach
  void open() {
    ledger = open(now::get);
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  protected void reopen() {
    ledger.close();
    ledger = open(now::get);
  }

  protected void append(Event... events) {
    append(SENSOR, "ann", events);
  }

  protected void append(ProductName product, String person, Event... events) {
    ledger.decide(call(product, person), (_, _) -> new Decided<>(List.of(events), "told"));
  }

  /** Typed, so that the compiler finds the assertion. */
  protected <T> T ask(Function<Records, T> question) {
    return ledger.read(question);
  }

  protected ReleaseRecord release(int version) {
    return ledger.read(records -> records.release(SENSOR, channel(version))).orElseThrow();
  }
}
