package dev.sluice.server.wire;

import org.jspecify.annotations.Nullable;

/**
 * A run that a runner has claimed.
 *
 * @param attempt names the lease: what comes of an older one is refused
 * @param work {@code prove} or {@code controls}
 * @param content digest of the candidate; null of {@code controls}
 * @param leaseSeconds the lease ends so long after its last renewal
 * @param trace of the submission
 */
public record Assignment(
    String product,
    String run,
    int attempt,
    String work,
    String bundle,
    String environment,
    @Nullable String artifact,
    @Nullable String version,
    @Nullable String content,
    @Nullable String counterpart,
    int leaseSeconds,
    String trace) {}
