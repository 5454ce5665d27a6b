package dev.sluice.server.wire;

import org.jspecify.annotations.Nullable;

/** Why somebody approves, rejects, retries or cancels; null where none has to be given. */
public record Reason(@Nullable String reason) {}
