package dev.sluice.server.wire;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event, as the API says it: one item of a list, and the data of one server-sent event.
 *
 * @param number of the product's log; what a reader resumes after
 * @param eventType kebab-case: {@code run-ended}
 * @param actor who did it
 * @param sentence what happened, for people
 * @param artifact of the release that it is about; null where it is about none, as is {@code
 *     version}
 * @param run that it is about; null for none
 * @param trace of the command that caused it
 */
public record WireEvent(
    long number,
    Instant time,
    String eventType,
    String actor,
    String sentence,
    @Nullable String artifact,
    @Nullable String version,
    @Nullable String run,
    @Nullable String trace) {}
