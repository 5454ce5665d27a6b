package dev.sluice.server.wire;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline file in one form, as the API says it.
 *
 * @param bundle digest of its manifest
 * @param replaces the bundle in use when it was proposed; null when there was none
 * @param state a word of {@code PipelineRecord.State}
 * @param weaker whether a second person has to agree
 */
public record WirePipeline(
    String product,
    String bundle,
    @Nullable String replaces,
    String state,
    String author,
    Instant proposed,
    @Nullable String approvedBy,
    boolean weaker,
    List<WireChange> changes,
    @Nullable String reason) {
  public WirePipeline {
    changes = List.copyOf(changes);
  }

  /** One difference to the file it replaces. */
  public record WireChange(String sentence, boolean weaker) {}
}
