package dev.sluice.server.ledger.sqlite;

import dev.sluice.model.Digest;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.event.ReleaseKey;
import dev.sluice.server.event.RunKey;
import dev.sluice.server.event.TokenKey;
import dev.sluice.server.ledger.ControlsRecord;
import dev.sluice.server.ledger.PipelineRecord;
import dev.sluice.server.ledger.ReleaseRecord;
import dev.sluice.server.ledger.RemovedRecord;
import dev.sluice.server.ledger.RunRecord;
import dev.sluice.server.ledger.RunnerRecord;
import dev.sluice.server.ledger.TokenRecord;
import org.jspecify.annotations.Nullable;

/** What the projector knows and changes: the tables, or a part of them held in memory. */
interface Rows {
  @Nullable ReleaseRecord release(ProductName product, ReleaseKey key);

  void put(ReleaseRecord release);

  @Nullable RunRecord run(ProductName product, RunKey key);

  void put(RunRecord run);

  /** The newest of a bundle. */
  @Nullable PipelineRecord pipeline(ProductName product, Digest bundle);

  @Nullable PipelineRecord pipelineInUse(ProductName product);

  void put(PipelineRecord pipeline);

  /**
   * Replaces what this runner showed of this bundle before.
   *
   * @param number of the event
   */
  void put(ProductName product, long number, ControlsRecord controls);

  /** Replaces what this runner made runs with before, and removes what it showed with that. */
  void put(ProductName product, RunnerRecord runner);

  void put(RemovedRecord removed);

  @Nullable TokenRecord token(TokenKey key);

  void put(TokenRecord token);

  /** The product's log ends so. */
  void put(Head head);

  /** Where a product's log ends. */
  record Head(ProductName product, long number, Digest hash) {}
}
