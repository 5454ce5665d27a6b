package dev.sluice.server.wire;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A release, as the API says it.
 *
 * @param state a word of {@code ReleaseState}
 * @param sentence why it is there; null where the state says it all
 * @param urgent why it may not wait; null when it may
 * @param approvedBy who agreed to that; null when nobody did
 * @param provenance digest; null for none
 * @param number grows with each submission; a cursor
 * @param runs only of a single release, else empty
 */
public record WireRelease(
    String product,
    String artifact,
    String version,
    String content,
    long size,
    String origin,
    String submitter,
    Instant submitted,
    String state,
    Instant since,
    @Nullable String sentence,
    @Nullable String urgent,
    @Nullable String approvedBy,
    @Nullable String provenance,
    List<String> impact,
    long number,
    List<WireRun> runs) {
  public WireRelease {
    impact = List.copyOf(impact);
    runs = List.copyOf(runs);
  }
}
