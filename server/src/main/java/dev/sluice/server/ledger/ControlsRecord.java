package dev.sluice.server.ledger;

import dev.sluice.model.Digest;
import dev.sluice.server.event.PersonName;
import dev.sluice.server.event.Shown;
import java.time.Instant;
import java.util.List;

/** The last time that a runner showed a pipeline file's negative controls. */
public record ControlsRecord(Digest bundle, PersonName runner, Instant time, List<Shown> shown) {
  public ControlsRecord {
    shown = List.copyOf(shown);
  }

  public boolean allRed() {
    return shown.stream().allMatch(Shown::red);
  }
}
