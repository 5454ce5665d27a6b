package dev.sluice.server.wire;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A token, as the API says it.
 *
 * @param product null for all
 * @param secret only in the answer that creates it, never again
 */
public record WireToken(
    String token,
    String name,
    String role,
    @Nullable String product,
    Instant created,
    Instant expires,
    @Nullable Instant revoked,
    @Nullable String secret) {}
