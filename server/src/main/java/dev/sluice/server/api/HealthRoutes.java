package dev.sluice.server.api;

import dev.sluice.server.access.Permission;
import dev.sluice.server.event.Actor;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.ledger.Decided;
import dev.sluice.server.ledger.Ledger;
import dev.sluice.server.ledger.LedgerException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Whether the server lives and can do its work, and what it measures: for machines that watch. */
public final class HealthRoutes implements Routes {
  private final Ledger ledger;
  private final Metrics metrics;
  private final LongSupplier freeBytes;
  private final long reserve;
  private final Supplier<@Nullable String> lab;

  /**
   * Of these.
   *
   * @param reserve free bytes below which the server is not ready for submissions
   * @param lab what keeps the runner in this process from work; null when nothing does
   */
  public HealthRoutes(
      Ledger ledger,
      Metrics metrics,
      LongSupplier freeBytes,
      long reserve,
      Supplier<@Nullable String> lab) {
    this.ledger = ledger;
    this.metrics = metrics;
    this.freeBytes = freeBytes;
    this.reserve = reserve;
    this.lab = lab;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get("/health/live", Permission.OPEN, request -> text("live")),
        Route.get("/health/ready", Permission.OPEN, this::ready),
        Route.get(
            "/metrics",
            Permission.OPEN,
            request -> Answer.bytes(Metrics.MEDIA_TYPE, metrics.text())));
  }

  private static Answer text(String line) {
    return Answer.bytes(
        "text/plain; charset=utf-8", (line + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private Answer ready(Request request) {
    try {
      // Waits for the one writer, and writes nothing.
      ledger.decide(
          new Ledger.Call(ProductName.SERVER, Actor.SERVER, "ready?", request.trace()),
          (records, now) -> Decided.nothing(records.nextNumber(ProductName.SERVER)));
    } catch (LedgerException e) {
      throw Problems.unavailable("The log cannot be written: " + e.getMessage(), 10);
    }
    long free = freeBytes.getAsLong();
    if (free < reserve) {
      throw Problems.unavailable(
          String.format(
              Locale.ROOT, "The disk is full: %,d bytes are free, %,d are needed", free, reserve),
          60);
    }
    String trouble = lab.get();
    if (trouble != null) {
      throw Problems.unavailable("The runner in this process makes no runs: " + trouble, 10);
    }
    return text("ready");
  }
}
