package dev.sluice.server.pipeline;

import dev.sluice.model.Digest;
import dev.sluice.server.access.TwoPersons;
import dev.sluice.server.event.Change;
import dev.sluice.server.event.Event;
import dev.sluice.server.event.PersonName;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.ledger.Decided;
import dev.sluice.server.ledger.PipelineRecord;
import dev.sluice.server.ledger.Records;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides about pipeline files: what is not weaker is in use at once, what is weaker when another
 * person agrees. At most one waits; it was always compared with what is in use now.
 */
final class Proposals {
  private static final int MOST_LOOKED_AT = 50;

  private Proposals() {}

  /**
   * Somebody wants a bundle to be used.
   *
   * @param against the bundle in use when the changes were told; null when there was none
   */
  static Decided<Settled> propose(
      Records records,
      ProductName product,
      Digest bundle,
      @Nullable Digest against,
      List<Change> changes) {
    @Nullable Digest inUse =
        records.pipelineInUse(product).map(PipelineRecord::bundle).orElse(null);
    if (!Objects.equals(inUse, against)) {
      return Decided.nothing(new Settled.Overtaken());
    }
    if (bundle.equals(inUse)) {
      return Decided.nothing(new Settled.Already());
    }
    List<Event> events = new ArrayList<>();
    for (PipelineRecord waiting : waiting(records, product)) {
      if (waiting.bundle().equals(bundle)) {
        return Decided.nothing(new Settled.Already());
      }
      events.add(
          new Event.PipelineRejected(
              waiting.bundle(), "the newer proposal " + bundle.abbreviated() + " took its place"));
    }
    events.add(new Event.PipelineProposed(bundle, inUse, changes));
    if (changes.stream().noneMatch(Change::weaker)) {
      events.add(new Event.PipelineInUse(bundle));
    }
    return new Decided<>(events, new Settled.Changed());
  }

  /** Somebody agrees to what waits. */
  static Decided<Settled> approve(
      Records records, ProductName product, Digest bundle, PersonName approver) {
    Optional<PipelineRecord> found = records.pipeline(product, bundle);
    if (found.isEmpty()) {
      return Decided.nothing(new Settled.Unknown());
    }
    PipelineRecord proposal = found.get();
    return switch (proposal.state()) {
      case WAITING -> {
        if (!TwoPersons.differ(proposal.author(), approver)) {
          yield Decided.nothing(new Settled.NeedsAnother());
        }
        @Nullable Digest inUse =
            records.pipelineInUse(product).map(PipelineRecord::bundle).orElse(null);
        yield Objects.equals(inUse, proposal.replaces())
            ? new Decided<>(
                List.of(new Event.PipelineApproved(bundle), new Event.PipelineInUse(bundle)),
                new Settled.Changed())
            : Decided.nothing(new Settled.Overtaken());
      }
      case IN_USE -> Decided.nothing(new Settled.Already());
      case REPLACED, REJECTED ->
          Decided.nothing(
              new Settled.Conflict(
                  "it is "
                      + proposal.state().word()
                      + (proposal.reason() == null ? "" : " (" + proposal.reason() + ")")
                      + "; sluice apply proposes it again"));
    };
  }

  /** Somebody says no to what waits, be it their own. */
  static Decided<Settled> reject(
      Records records, ProductName product, Digest bundle, String reason) {
    Optional<PipelineRecord> found = records.pipeline(product, bundle);
    if (found.isEmpty()) {
      return Decided.nothing(new Settled.Unknown());
    }
    return switch (found.get().state()) {
      case WAITING ->
          new Decided<>(List.of(new Event.PipelineRejected(bundle, reason)), new Settled.Changed());
      case REJECTED -> Decided.nothing(new Settled.Already());
      case IN_USE, REPLACED ->
          Decided.nothing(
              new Settled.Conflict(
                  "it is "
                      + found.get().state().word()
                      + ", and only what waits can be rejected; sluice apply brings another one"));
    };
  }

  private static List<PipelineRecord> waiting(Records records, ProductName product) {
    return records.pipelines(product, Long.MAX_VALUE, MOST_LOOKED_AT).items().stream()
        .filter(record -> record.state() == PipelineRecord.State.WAITING)
        .toList();
  }
}
