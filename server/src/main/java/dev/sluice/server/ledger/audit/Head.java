package dev.sluice.server.ledger.audit;

import dev.sluice.model.Digest;
import dev.sluice.server.event.ProductName;
import java.time.Instant;

/**
 * That a product's log had this entry at some time.
 *
 * @param number of the entry, the newest at that time
 * @param hash of the entry
 * @param time when this was noted
 */
public record Head(ProductName product, long number, Digest hash, Instant time) {}
