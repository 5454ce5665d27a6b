package dev.sluice.server.wire;

import org.jspecify.annotations.Nullable;

/**
 * What the check of a product's log came to.
 *
 * @param entries how many were looked at
 * @param head hash of the last one; null of an empty log
 * @param problem which entry does not fit and why; null when all do
 */
public record WireAudit(
    boolean ok, long entries, @Nullable String head, @Nullable String problem) {}
