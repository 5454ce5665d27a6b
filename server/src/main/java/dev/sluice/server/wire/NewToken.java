package dev.sluice.server.wire;

import org.jspecify.annotations.Nullable;

/**
 * A token to be made.
 *
 * @param product null for all
 * @param days until it expires, 1 to 3650; null for 90
 */
public record NewToken(
    String name, String role, @Nullable String product, @Nullable Integer days) {}
