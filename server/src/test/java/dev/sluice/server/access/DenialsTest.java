package dev.sluice.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.server.event.Event;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.ledger.Told;
import dev.sluice.server.ledger.sqlite.SqliteLedger;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DenialsTest {
  private static final Instant START = Instant.parse("2026-03-01T08:00:00Z");

  @TempDir Path folder;

  @Test
  void aFloodIsCountedAndNotWrittenOut() {
    AtomicLong nanos = new AtomicLong();
    try (SqliteLedger ledger = SqliteLedger.open(folder.resolve("log.db"), () -> START)) {
      Denials denials = new Denials(ledger, nanos::get);
      for (int i = 0; i < 1000; i++) {
        denials.record(null, null, "tried", Told.TRACE);
      }
      nanos.addAndGet(1_000_000_000L);
      denials.record(null, null, "tried", Told.TRACE);
      List<String> said =
          ledger.read(records -> records.entries(ProductName.SERVER, 0, 200)).items().stream()
              .map(entry -> ((Event.AccessDenied) entry.event()).what())
              .toList();
      assertThat(said).hasSize(21);
      assertThat(said.getLast()).isEqualTo("tried (and 980 more since the last one on record)");
    }
  }

  @Test
  void anAttemptMakesNoProduct() {
    try (SqliteLedger ledger = SqliteLedger.open(folder.resolve("log.db"), () -> START)) {
      new Denials(ledger, () -> 0).record(Told.SENSOR, null, "tried", Told.TRACE);
      List<ProductName> products = ledger.read(records -> records.products());
      assertThat(products).containsExactly(ProductName.SERVER);
    }
  }
}
