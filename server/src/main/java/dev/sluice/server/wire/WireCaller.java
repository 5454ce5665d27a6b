package dev.sluice.server.wire;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whom a token acts for.
 *
 * @param token names it
 * @param product null for all
 */
public record WireCaller(
    String name, String role, @Nullable String product, String token, Instant expires) {}
