package dev.sluice.server.dispatch;

import dev.sluice.server.event.Entry;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.event.RunKey;
import dev.sluice.server.event.TraceId;
import dev.sluice.server.event.Work;
import dev.sluice.server.ledger.Ledger;
import dev.sluice.server.ledger.Records;
import dev.sluice.server.ledger.RunRecord;
import java.util.Optional;

/** What happens to a run belongs to the submission that it is for, whoever the runner is. */
final class Origins {
  private final Ledger ledger;

  Origins(Ledger ledger) {
    this.ledger = ledger;
  }

  /** The trace of the submission; {@code otherwise} of a run that is for none. */
  TraceId of(ProductName product, RunKey run, TraceId otherwise) {
    return ledger.read(
        records ->
            records.run(product, run).flatMap(found -> trace(records, found)).orElse(otherwise));
  }

  /** The same of a run that was looked up. */
  TraceId of(RunRecord run, TraceId otherwise) {
    return ledger.read(records -> trace(records, run).orElse(otherwise));
  }

  private static Optional<TraceId> trace(Records records, RunRecord run) {
    return run.work() instanceof Work.Prove prove
        ? records
            .release(run.product(), prove.release())
            .flatMap(
                release ->
                    records.entries(run.product(), release.number() - 1, 1).items().stream()
                        .findFirst())
            .map(Entry::trace)
        : Optional.empty();
  }
}
