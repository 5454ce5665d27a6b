package dev.sluice.server.wire;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A run, as the API says it.
 *
 * @param work {@code prove} or {@code controls}
 * @param artifact null of {@code controls}, as are {@code version} and {@code counterpart}
 * @param state a word of {@code RunState}
 * @param runner who has it; null when nobody has
 * @param attempt how often a runner took it; 0 before the first
 * @param sentence what it came to, or what it waits for where that is known; null otherwise
 * @param evidence digest of an archive; null for none
 * @param proof digest of the signed statement; null for none
 * @param lab key id of the lab key that signs its proof; null before it was claimed
 * @param provenBy the run whose proof stands for this one; null when it was made itself
 */
public record WireRun(
    String run,
    String product,
    String work,
    @Nullable String artifact,
    @Nullable String version,
    @Nullable String counterpart,
    String environment,
    String bundle,
    String state,
    @Nullable String runner,
    int attempt,
    Instant queued,
    Instant since,
    @Nullable String sentence,
    @Nullable String evidence,
    @Nullable String proof,
    @Nullable String lab,
    @Nullable String provenBy,
    long millis) {}
