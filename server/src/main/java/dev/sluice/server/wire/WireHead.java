package dev.sluice.server.wire;

import java.time.Instant;

/**
 * That a product's log had this entry at its end.
 *
 * @param hash of the entry numbered so, over all that came before
 * @param time when the server looked
 */
public record WireHead(String product, long number, String hash, Instant time) {}
