package dev.sluice.server.ledger;

import dev.sluice.model.Digest;
import dev.sluice.server.event.Change;
import dev.sluice.server.event.PersonName;
import dev.sluice.server.event.ProductName;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a product's pipeline file in one form.
 *
 * @param number of the event that proposed it
 * @param replaces the bundle that was in use then; null when there was none
 * @param approvedBy null when nobody had to, or has not yet
 * @param reason why it was rejected; null when it was not
 */
public record PipelineRecord(
    ProductName product,
    long number,
    Digest bundle,
    @Nullable Digest replaces,
    List<Change> changes,
    PersonName author,
    Instant proposed,
    @Nullable PersonName approvedBy,
    State state,
    @Nullable String reason) {
  public PipelineRecord {
    changes = List.copyOf(changes);
  }

  /** Whether a second person has to agree. */
  public boolean isWeaker() {
    return changes.stream().anyMatch(Change::weaker);
  }

  /** What became of it. */
  public enum State {
    WAITING,
    IN_USE,
    REPLACED,
    REJECTED;

    /** As in JSON and on screens. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}
