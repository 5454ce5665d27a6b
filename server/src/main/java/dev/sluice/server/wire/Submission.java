package dev.sluice.server.wire;

import org.jspecify.annotations.Nullable;

/**
 * What somebody submits, once the content is there.
 *
 * @param content SHA-256 in hex; null with {@code url} when it is not known
 * @param url to fetch the content from; null when it was uploaded
 * @param urgent why it may not wait; null when it may
 * @param provenance SHA-256 of an uploaded statement; null for none
 */
public record Submission(
    @Nullable String content,
    @Nullable String url,
    @Nullable String urgent,
    @Nullable String provenance) {}
