package dev.sluice.server.ledger;

import dev.sluice.model.Digest;
import dev.sluice.server.event.ProductName;
import java.time.Instant;

/**
 * That content was removed; it may have come again since.
 *
 * @param number of the last event that says so
 * @param reason what it was
 */
public record RemovedRecord(
    ProductName product, Digest content, long number, Instant time, String reason) {}
