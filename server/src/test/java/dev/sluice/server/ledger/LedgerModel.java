package dev.sluice.server.ledger;

import dev.sluice.model.ArtifactName;
import dev.sluice.model.Digest;
import dev.sluice.server.event.Entry;
import dev.sluice.server.event.Event;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.event.ReleaseKey;
import dev.sluice.server.event.RunKey;
import dev.sluice.server.event.TokenKey;
import dev.sluice.server.event.Work;
import dev.sluice.server.life.ReleaseLife;
import dev.sluice.server.life.ReleaseState;
import dev.sluice.server.life.RunLife;
import dev.sluice.server.life.RunState;
import dev.sluice.trust.key.KeyId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a ledger must answer, in the simplest way there is: everything is kept in one list, and read
 * through for each question.
 */
final class LedgerModel {
  final List<Entry> entries = new ArrayList<>();

  Stream<Entry> of(ProductName product) {
    return entries.stream().filter(entry -> entry.product().equals(product));
  }

  long nextNumber(ProductName product) {
    return of(product).count() + 1;
  }

  private <E> Stream<Entry> about(ProductName product, Class<E> type, Predicate<E> which) {
    return of(product)
        .filter(entry -> type.isInstance(entry.event()) && which.test(type.cast(entry.event())));
  }

  /** Whether the event may come next. */
  boolean takes(ProductName product, Event event) {
    try {
      return switch (event) {
        case Event.OfRelease of -> ReleaseLife.next(state(product, of.release()), of) != null;
        case Event.RunQueued(var key, var work) ->
            key.equals(RunKey.of(nextNumber(product)))
                && (!(work instanceof Work.Prove prove) || state(product, prove.release()) != null);
        case Event.OfRun of -> RunLife.next(state(product, of.run()), of) != null;
        case Event.PipelineProposed _ -> true;
        case Event.OfPipeline of ->
            pipelines(product).stream()
                .filter(pipeline -> pipeline.bundle().equals(of.bundle()))
                .findFirst()
                .filter(pipeline -> pipeline.state() == PipelineRecord.State.WAITING)
                .isPresent();
        case Event.TokenCreated created ->
            product.equals(ProductName.SERVER)
                && created.token().equals(TokenKey.of(nextNumber(product)));
        case Event.TokenRevoked revoked ->
            product.equals(ProductName.SERVER)
                && tokens().stream()
                    .anyMatch(
                        token -> token.key().equals(revoked.token()) && token.revoked() == null);
        case Event.ControlsShown _,
            Event.RunnerChanged _,
            Event.ContentRemoved _,
            Event.AccessDenied _ ->
            true;
      };
    } catch (IllegalStateException _) {
      return false;
    }
  }

  private @Nullable ReleaseState state(ProductName product, ReleaseKey key) {
    @Nullable ReleaseState state = null;
    for (Entry entry :
        about(product, Event.OfRelease.class, of -> of.release().equals(key)).toList()) {
      state = ReleaseLife.next(state, (Event.OfRelease) entry.event());
    }
    return state;
  }

  private @Nullable RunState state(ProductName product, RunKey key) {
    @Nullable RunState state = null;
    for (Entry entry : about(product, Event.OfRun.class, of -> of.run().equals(key)).toList()) {
      state = RunLife.next(state, (Event.OfRun) entry.event());
    }
    return state;
  }

  /** Newest first. */
  List<ReleaseRecord> releases(ProductName product, @Nullable ArtifactName artifact) {
    return about(product, Event.ReleaseSubmitted.class, _ -> true)
        .filter(
            entry ->
                artifact == null
                    || ((Event.ReleaseSubmitted) entry.event())
                        .release()
                        .artifact()
                        .equals(artifact))
        .map(this::release)
        .toList()
        .reversed();
  }

  private ReleaseRecord release(Entry first) {
    var submitted = (Event.ReleaseSubmitted) first.event();
    ReleaseKey key = submitted.release();
    List<Entry> own =
        about(first.product(), Event.OfRelease.class, of -> of.release().equals(key)).toList();
    long changed =
        Stream.concat(
                own.stream(),
                runs(first.product()).stream()
                    .filter(
                        run ->
                            run.work() instanceof Work.Prove prove && prove.release().equals(key))
                    .flatMap(
                        run ->
                            about(
                                first.product(),
                                Event.OfRun.class,
                                of -> of.run().equals(run.key()))))
            .mapToLong(Entry::number)
            .max()
            .orElseThrow();
    @Nullable ReleaseState state = null;
    Instant since = first.time();
    for (Entry entry : own) {
      ReleaseState next = ReleaseLife.next(state, (Event.OfRelease) entry.event());
      since = next.equals(state) ? since : entry.time();
      state = next;
    }
    return new ReleaseRecord(
        first.product(),
        key,
        first.number(),
        changed,
        submitted.content(),
        submitted.size(),
        submitted.origin(),
        first.actor().name(),
        first.time(),
        submitted.urgent(),
        own.stream()
            .filter(entry -> entry.event() instanceof Event.UrgencyApproved)
            .map(entry -> entry.actor().name())
            .reduce((_, last) -> last)
            .orElse(null),
        own.stream()
            .map(Entry::event)
            .filter(Event.ReleaseVouched.class::isInstance)
            .map(event -> ((Event.ReleaseVouched) event).provenance())
            .reduce((_, last) -> last)
            .orElse(submitted.provenance()),
        Objects.requireNonNull(state),
        since,
        own.stream()
            .map(Entry::event)
            .filter(Event.ReleaseAdmitted.class::isInstance)
            .map(event -> ((Event.ReleaseAdmitted) event).impact())
            .reduce((_, last) -> last)
            .orElse(List.of()));
  }

  /** Newest first. */
  List<RunRecord> runs(ProductName product) {
    return about(product, Event.RunQueued.class, _ -> true).map(this::run).toList().reversed();
  }

  private RunRecord run(Entry first) {
    RunKey key = RunKey.of(first.number());
    Entry last =
        about(first.product(), Event.OfRun.class, of -> of.run().equals(key))
            .reduce((_, newer) -> newer)
            .orElseThrow();
    @Nullable String sentence = null;
    @Nullable Digest evidence = null;
    @Nullable Digest proof = null;
    long millis = 0;
    if (last.event() instanceof Event.RunEnded ended) {
      sentence = ended.sentence();
      evidence = ended.evidence();
      proof = ended.proof();
      millis = ended.millis();
    } else if (last.event() instanceof Event.RunSpared spared) {
      sentence = "the proof of run " + spared.provenBy() + " stands for it";
      proof = spared.proof();
    } else if (last.event() instanceof Event.RunCancelled cancelled) {
      sentence = cancelled.reason();
    } else if (last.event() instanceof Event.RunExpired expired) {
      sentence = expired.reason();
    }
    // Whoever took it last, unless it was given back since.
    @Nullable KeyId lab = null;
    for (Entry entry :
        about(first.product(), Event.OfRun.class, of -> of.run().equals(key)).toList()) {
      lab =
          switch ((Event.OfRun) entry.event()) {
            case Event.RunClaimed claimed -> claimed.lab();
            case Event.RunSpared spared -> spared.lab();
            case Event.RunQueued _, Event.RunReturned _ -> null;
            case Event.RunBegun _, Event.RunEnded _, Event.RunCancelled _, Event.RunExpired _ ->
                lab;
          };
    }
    return new RunRecord(
        first.product(),
        key,
        first.number(),
        last.number(),
        ((Event.RunQueued) first.event()).work(),
        Objects.requireNonNull(state(first.product(), key)),
        first.time(),
        last.time(),
        lab,
        sentence,
        evidence,
        proof,
        millis,
        about(first.product(), Event.RunClaimed.class, of -> of.run().equals(key))
            .map(entry -> ((Event.RunClaimed) entry.event()).attempt())
            .reduce((_, newer) -> newer)
            .orElse(0));
  }

  /** Newest first. */
  List<PipelineRecord> pipelines(ProductName product) {
    List<PipelineRecord> all = new ArrayList<>();
    for (Entry entry : of(product).toList()) {
      switch (entry.event()) {
        case Event.PipelineProposed(var bundle, var replaces, var changes) ->
            all.add(
                new PipelineRecord(
                    product,
                    entry.number(),
                    bundle,
                    replaces,
                    changes,
                    entry.actor().name(),
                    entry.time(),
                    null,
                    PipelineRecord.State.WAITING,
                    null));
        case Event.PipelineApproved(var bundle) ->
            change(all, bundle, PipelineRecord.State.WAITING, entry, null);
        case Event.PipelineRejected(var bundle, var reason) ->
            change(all, bundle, PipelineRecord.State.REJECTED, entry, reason);
        case Event.PipelineInUse(var bundle) -> {
          all.replaceAll(
              one ->
                  one.state() == PipelineRecord.State.IN_USE
                      ? with(one, PipelineRecord.State.REPLACED, one.approvedBy(), null)
                      : one);
          change(all, bundle, PipelineRecord.State.IN_USE, entry, null);
        }
        default -> {
          // Of something else.
        }
      }
    }
    return all.reversed();
  }

  private static void change(
      List<PipelineRecord> all,
      Digest bundle,
      PipelineRecord.State state,
      Entry entry,
      @Nullable String reason) {
    for (int i = all.size() - 1; i >= 0; i--) {
      PipelineRecord one = all.get(i);
      if (one.bundle().equals(bundle)) {
        boolean approved = entry.event() instanceof Event.PipelineApproved;
        all.set(i, with(one, state, approved ? entry.actor().name() : one.approvedBy(), reason));
        return;
      }
    }
  }

  private static PipelineRecord with(
      PipelineRecord one,
      PipelineRecord.State state,
      dev.sluice.server.event.@Nullable PersonName approvedBy,
      @Nullable String reason) {
    return new PipelineRecord(
        one.product(),
        one.number(),
        one.bundle(),
        one.replaces(),
        one.changes(),
        one.author(),
        one.proposed(),
        approvedBy,
        state,
        reason);
  }

  /** Newest first. */
  List<TokenRecord> tokens() {
    List<TokenRecord> all = new ArrayList<>();
    for (Entry entry : of(ProductName.SERVER).toList()) {
      if (entry.event() instanceof Event.TokenCreated token) {
        Optional<Instant> revoked =
            about(
                    ProductName.SERVER,
                    Event.TokenRevoked.class,
                    of -> of.token().equals(token.token()))
                .map(Entry::time)
                .findFirst();
        all.addFirst(
            new TokenRecord(
                token.token(),
                token.name(),
                token.role(),
                token.product(),
                token.secret(),
                entry.time(),
                token.expires(),
                revoked.orElse(null)));
      }
    }
    return all;
  }
}
