package dev.sluice.server.ledger;

import dev.sluice.model.Digest;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.event.RunKey;
import dev.sluice.server.event.Work;
import dev.sluice.server.life.RunState;
import dev.sluice.trust.key.KeyId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a run.
 *
 * @param number of the event that queued it
 * @param changed number of the last event about it
 * @param since when it is in this state
 * @param lab the key that signs, or would have signed, its proof; null before it was claimed, and
 *     where the log does not say
 * @param sentence what it came to, for people; null before
 * @param evidence of everything its runner kept; null when there is none
 * @param proof of the signed statement; null when there is none
 * @param millis how long it took; 0 before its end
 * @param attempts how often a runner took it
 */
public record RunRecord(
    ProductName product,
    RunKey key,
    long number,
    long changed,
    Work work,
    RunState state,
    Instant queued,
    Instant since,
    @Nullable KeyId lab,
    @Nullable String sentence,
    @Nullable Digest evidence,
    @Nullable Digest proof,
    long millis,
    int attempts) {}
