package dev.sluice.server.ledger;

import dev.sluice.model.Digest;
import dev.sluice.server.event.PersonName;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.event.ReleaseKey;
import dev.sluice.server.life.ReleaseState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a release.
 *
 * @param number of the event that submitted it: later submissions have larger ones
 * @param changed number of the last event about it or a run of it; changes with every change
 * @param urgent why it may not wait; null when it may
 * @param approvedBy who agreed that it is urgent; null when nobody did
 * @param impact what hangs on the artifact, in sentences
 */
public record ReleaseRecord(
    ProductName product,
    ReleaseKey key,
    long number,
    long changed,
    Digest content,
    long size,
    String origin,
    PersonName submitter,
    Instant submitted,
    @Nullable String urgent,
    @Nullable PersonName approvedBy,
    @Nullable Digest provenance,
    ReleaseState state,
    Instant since,
    List<String> impact) {
  public ReleaseRecord {
    impact = List.copyOf(impact);
  }

  /** Whether it goes before what is not. */
  public boolean isUrgent() {
    return urgent != null && approvedBy != null;
  }
}
