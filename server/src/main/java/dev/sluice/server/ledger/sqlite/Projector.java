package dev.sluice.server.ledger.sqlite;

import dev.sluice.model.Digest;
import dev.sluice.server.event.Entry;
import dev.sluice.server.event.Event;
import dev.sluice.server.event.PersonName;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.event.RunKey;
import dev.sluice.server.event.TokenKey;
import dev.sluice.server.event.Work;
import dev.sluice.server.ledger.ControlsRecord;
import dev.sluice.server.ledger.PipelineRecord;
import dev.sluice.server.ledger.ReleaseRecord;
import dev.sluice.server.ledger.RemovedRecord;
import dev.sluice.server.ledger.RunRecord;
import dev.sluice.server.ledger.RunnerRecord;
import dev.sluice.server.ledger.TokenRecord;
import dev.sluice.server.life.ReleaseLife;
import dev.sluice.server.life.ReleaseState;
import dev.sluice.server.life.RunLife;
import dev.sluice.server.life.RunState;
import dev.sluice.trust.key.KeyId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * From an entry to what is known afterwards. The same for what is appended now and for what is
 * built again from the log.
 */
final class Projector {
  private Projector() {}

  /**
   * Changes the rows as the entry says.
   *
   * @throws IllegalStateException for an event that cannot have happened; the rows may be half
   *     changed then
   */
  static void apply(Entry entry, Rows rows) {
    switch (entry.event()) {
      case Event.OfPipeline event -> pipeline(entry, event, rows);
      case Event.OfRelease event -> release(entry, event, rows);
      case Event.OfRun event -> run(entry, event, rows);
      case Event.OfToken event -> token(entry, event, rows);
      case Event.ControlsShown(var bundle, var runner, var shown) ->
          rows.put(
              entry.product(),
              entry.number(),
              new ControlsRecord(bundle, runner, entry.time(), shown));
      case Event.RunnerChanged(var runner, var equipment) ->
          rows.put(entry.product(), new RunnerRecord(runner, entry.number(), equipment));
      case Event.ContentRemoved(var content, long _, var reason) ->
          rows.put(
              new RemovedRecord(entry.product(), content, entry.number(), entry.time(), reason));
      case Event.AccessDenied _ -> {
        // Only the log tells of it.
      }
    }
    rows.put(new Rows.Head(entry.product(), entry.number(), entry.hash()));
  }

  private static void pipeline(Entry entry, Event.OfPipeline event, Rows rows) {
    switch (event) {
      case Event.PipelineProposed(var bundle, var replaces, var changes) ->
          rows.put(
              new PipelineRecord(
                  entry.product(),
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
          rows.put(
              with(
                  proposed(entry, bundle, rows),
                  entry.actor().name(),
                  PipelineRecord.State.WAITING,
                  null));
      case Event.PipelineRejected(var bundle, var reason) -> {
        PipelineRecord was = proposed(entry, bundle, rows);
        rows.put(with(was, was.approvedBy(), PipelineRecord.State.REJECTED, reason));
      }
      case Event.PipelineInUse(var bundle) -> {
        PipelineRecord was = proposed(entry, bundle, rows);
        @Nullable PipelineRecord before = rows.pipelineInUse(entry.product());
        if (before != null) {
          rows.put(with(before, before.approvedBy(), PipelineRecord.State.REPLACED, null));
        }
        rows.put(with(was, was.approvedBy(), PipelineRecord.State.IN_USE, null));
      }
    }
  }

  /** The newest proposal of a bundle, on which nothing was decided yet. */
  private static PipelineRecord proposed(Entry entry, Digest bundle, Rows rows) {
    @Nullable PipelineRecord pipeline = rows.pipeline(entry.product(), bundle);
    if (pipeline == null || pipeline.state() != PipelineRecord.State.WAITING) {
      throw new IllegalStateException(pipeline + " cannot take " + entry.event());
    }
    return pipeline;
  }

  private static PipelineRecord with(
      PipelineRecord was,
      @Nullable PersonName approvedBy,
      PipelineRecord.State state,
      @Nullable String reason) {
    return new PipelineRecord(
        was.product(),
        was.number(),
        was.bundle(),
        was.replaces(),
        was.changes(),
        was.author(),
        was.proposed(),
        approvedBy,
        state,
        reason);
  }

  private static void release(Entry entry, Event.OfRelease event, Rows rows) {
    @Nullable ReleaseRecord was = rows.release(entry.product(), event.release());
    ReleaseState state = ReleaseLife.next(was == null ? null : was.state(), event);
    if (event instanceof Event.ReleaseSubmitted submitted) {
      rows.put(submitted(entry, submitted, state));
      return;
    }
    if (was == null) {
      throw new IllegalStateException("no release can take " + event);
    }
    rows.put(
        with(
            was,
            entry.number(),
            event instanceof Event.UrgencyApproved ? entry.actor().name() : was.approvedBy(),
            event instanceof Event.ReleaseVouched vouched ? vouched.provenance() : was.provenance(),
            state,
            state.equals(was.state()) ? was.since() : entry.time(),
            event instanceof Event.ReleaseAdmitted admitted ? admitted.impact() : was.impact()));
  }

  private static ReleaseRecord submitted(
      Entry entry, Event.ReleaseSubmitted event, ReleaseState state) {
    return new ReleaseRecord(
        entry.product(),
        event.release(),
        entry.number(),
        entry.number(),
        event.content(),
        event.size(),
        event.origin(),
        entry.actor().name(),
        entry.time(),
        event.urgent(),
        null,
        event.provenance(),
        state,
        entry.time(),
        List.of());
  }

  private static ReleaseRecord with(
      ReleaseRecord was,
      long changed,
      @Nullable PersonName approvedBy,
      @Nullable Digest provenance,
      ReleaseState state,
      Instant since,
      List<String> impact) {
    return new ReleaseRecord(
        was.product(),
        was.key(),
        was.number(),
        changed,
        was.content(),
        was.size(),
        was.origin(),
        was.submitter(),
        was.submitted(),
        was.urgent(),
        approvedBy,
        provenance,
        state,
        since,
        impact);
  }

  private static void run(Entry entry, Event.OfRun event, Rows rows) {
    @Nullable RunRecord was = rows.run(entry.product(), event.run());
    RunState state = RunLife.next(was == null ? null : was.state(), event);
    RunRecord run;
    if (event instanceof Event.RunQueued(var key, var work)) {
      if (!key.equals(RunKey.of(entry.number()))) {
        throw new IllegalStateException(
            "run %s is queued by event %d".formatted(key, entry.number()));
      }
      run = queued(entry, key, work, state);
    } else if (was == null) {
      throw new IllegalStateException("no run can take " + event);
    } else {
      run = moved(was, entry, event, state);
    }
    rows.put(run);
    if (run.work() instanceof Work.Prove prove) {
      @Nullable ReleaseRecord release = rows.release(entry.product(), prove.release());
      if (release == null) {
        throw new IllegalStateException("no release has the run of " + event);
      }
      rows.put(
          with(
              release,
              entry.number(),
              release.approvedBy(),
              release.provenance(),
              release.state(),
              release.since(),
              release.impact()));
    }
  }

  private static RunRecord queued(Entry entry, RunKey key, Work work, RunState state) {
    return new RunRecord(
        entry.product(),
        key,
        entry.number(),
        entry.number(),
        work,
        state,
        entry.time(),
        entry.time(),
        null,
        null,
        null,
        null,
        0,
        0);
  }

  private static RunRecord moved(RunRecord was, Entry entry, Event.OfRun event, RunState state) {
    return switch (event) {
      case Event.RunEnded(var _, var _, var sentence, var evidence, var proof, long millis) ->
          moved(was, entry, state, was.lab(), sentence, evidence, proof, millis);
      case Event.RunSpared(var _, var by, var proof, var lab) ->
          moved(
              was, entry, state, lab, "the proof of run " + by + " stands for it", null, proof, 0);
      case Event.RunCancelled(var _, var reason) -> moved(was, entry, state, was.lab(), reason);
      case Event.RunExpired(var _, var reason) -> moved(was, entry, state, was.lab(), reason);
      case Event.RunClaimed claimed -> moved(was, entry, state, claimed.lab(), null);
      case Event.RunQueued _, Event.RunReturned _ -> moved(was, entry, state, null, null);
      case Event.RunBegun _ -> moved(was, entry, state, was.lab(), null);
    };
  }

  private static RunRecord moved(
      RunRecord was, Entry entry, RunState state, @Nullable KeyId lab, @Nullable String sentence) {
    return moved(was, entry, state, lab, sentence, null, null, 0);
  }

  private static RunRecord moved(
      RunRecord was,
      Entry entry,
      RunState state,
      @Nullable KeyId lab,
      @Nullable String sentence,
      @Nullable Digest evidence,
      @Nullable Digest proof,
      long millis) {
    return new RunRecord(
        was.product(),
        was.key(),
        was.number(),
        entry.number(),
        was.work(),
        state,
        was.queued(),
        entry.time(),
        lab,
        sentence,
        evidence,
        proof,
        millis,
        entry.event() instanceof Event.RunClaimed claimed ? claimed.attempt() : was.attempts());
  }

  private static void token(Entry entry, Event.OfToken event, Rows rows) {
    if (!entry.product().equals(ProductName.SERVER)) {
      throw new IllegalStateException("tokens belong to the server's log, not to " + entry);
    }
    @Nullable TokenRecord was = rows.token(event.token());
    switch (event) {
      case Event.TokenCreated created -> {
        if (was != null || !created.token().equals(TokenKey.of(entry.number()))) {
          throw new IllegalStateException("event %d: %s".formatted(entry.number(), created));
        }
        rows.put(
            new TokenRecord(
                created.token(),
                created.name(),
                created.role(),
                created.product(),
                created.secret(),
                entry.time(),
                created.expires(),
                null));
      }
      case Event.TokenRevoked _ -> {
        if (was == null || was.revoked() != null) {
          throw new IllegalStateException(was + " cannot take " + event);
        }
        rows.put(
            new TokenRecord(
                was.key(),
                was.name(),
                was.role(),
                was.product(),
                was.secret(),
                was.created(),
                was.expires(),
                entry.time()));
      }
    }
  }
}
