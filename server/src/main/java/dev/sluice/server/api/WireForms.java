package dev.sluice.server.api;

import dev.sluice.model.Digest;
import dev.sluice.server.access.Caller;
import dev.sluice.server.event.Entry;
import dev.sluice.server.event.Event;
import dev.sluice.server.event.ReleaseKey;
import dev.sluice.server.event.RunKey;
import dev.sluice.server.event.Work;
import dev.sluice.server.ledger.EventJson;
import dev.sluice.server.ledger.Page;
import dev.sluice.server.ledger.PipelineRecord;
import dev.sluice.server.ledger.ReleaseRecord;
import dev.sluice.server.ledger.RunRecord;
import dev.sluice.server.ledger.TokenRecord;
import dev.sluice.server.life.ReleaseState;
import dev.sluice.server.life.RunState;
import dev.sluice.server.road.Batch;
import dev.sluice.server.wire.Problem;
import dev.sluice.server.wire.WireCaller;
import dev.sluice.server.wire.WireEvent;
import dev.sluice.server.wire.WirePage;
import dev.sluice.server.wire.WirePipeline;
import dev.sluice.server.wire.WireProof;
import dev.sluice.server.wire.WireRelease;
import dev.sluice.server.wire.WireRun;
import dev.sluice.server.wire.WireToken;
import dev.sluice.trust.key.KeyId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Every record of the ledger as the API says it. */
public final class WireForms {
  private WireForms() {}

  /** A part of a list; its cursor is a number. */
  public static <R, T> WirePage<T> of(Page<R> page, Function<R, T> form) {
    Long next = page.next();
    return new WirePage<>(
        page.items().stream().map(form).toList(), next == null ? null : next.toString());
  }

  /** One of a list, without its runs. */
  public static WireRelease of(ReleaseRecord release) {
    return of(release, List.of());
  }

  public static WireRelease of(ReleaseRecord release, List<RunRecord> runs) {
    return new WireRelease(
        release.product().value(),
        release.key().artifact().value(),
        release.key().version().value(),
        release.content().hex(),
        release.size(),
        release.origin(),
        release.submitter().value(),
        release.submitted(),
        release.state().word(),
        release.since(),
        sentence(release, runs),
        release.urgent(),
        text(release.approvedBy()),
        hex(release.provenance()),
        release.impact(),
        release.number(),
        runs(release, runs));
  }

  /** Of several failures that of the run most at risk, whichever ended first. */
  private static Optional<String> failure(List<RunRecord> runs) {
    return Batch.newest(runs).runs().stream()
        .filter(run -> run.state() instanceof RunState.Failed)
        .findFirst()
        .map(run -> run.key() + ": " + run.sentence());
  }

  private static List<WireRun> runs(ReleaseRecord release, List<RunRecord> runs) {
    if (!(release.state() instanceof ReleaseState.Proving)) {
      return runs.stream().map(WireForms::of).toList();
    }
    Batch batch = Batch.newest(runs);
    return runs.stream()
        .map(
            run ->
                run.state() instanceof RunState.Queued && !batch.labsBeside(run).isEmpty()
                    ? of(run, waiting(batch, run))
                    : of(run))
        .toList();
  }

  private static String waiting(Batch batch, RunRecord run) {
    return "another lab than %s is needed: %d labs, each with a key of its own, have to prove it"
        .formatted(
            batch.labsBeside(run).stream()
                .map(KeyId::abbreviated)
                .sorted()
                .collect(Collectors.joining(", ")),
            batch.labs(run));
  }

  private static @Nullable String sentence(ReleaseRecord release, List<RunRecord> runs) {
    return switch (release.state()) {
      case ReleaseState.Refused(var reason) -> reason;
      case ReleaseState.Disputed(var _, var sentence) -> sentence;
      case ReleaseState.Stopped(var run, var sentence) ->
          failure(runs).orElse(run + ": " + sentence);
      case ReleaseState.Undecided(var sentence) -> sentence;
      case ReleaseState.Superseded(var by) -> "superseded by " + by.title();
      case ReleaseState.Submitted _,
          ReleaseState.Proving _,
          ReleaseState.Proven _,
          ReleaseState.HandedOn _ ->
          null;
    };
  }

  public static WireRun of(RunRecord run) {
    return of(run, sentence(run));
  }

  private static WireRun of(RunRecord run, @Nullable String sentence) {
    @Nullable ReleaseKey release;
    @Nullable String counterpart;
    String word;
    switch (run.work()) {
      case Work.Prove prove -> {
        release = prove.release();
        counterpart = prove.counterpart();
        word = "prove";
      }
      case Work.Controls _ -> {
        release = null;
        counterpart = null;
        word = "controls";
      }
    }
    return new WireRun(
        run.key().value(),
        run.product().value(),
        word,
        release == null ? null : release.artifact().value(),
        release == null ? null : release.version().value(),
        counterpart,
        run.work().environment(),
        run.work().bundle().hex(),
        run.state().word(),
        text(run.state().runner()),
        run.attempts(),
        run.queued(),
        run.since(),
        sentence,
        hex(run.evidence()),
        hex(run.proof()),
        text(run.lab()),
        run.state() instanceof RunState.Passed(var _, var by) ? text(by) : null,
        run.millis());
  }

  private static @Nullable String sentence(RunRecord run) {
    if (run.sentence() != null) {
      return run.sentence();
    }
    return switch (run.state()) {
      case RunState.Failed(var sentence) -> sentence;
      case RunState.CouldNotTell(var sentence) -> sentence;
      case RunState.Cancelled(var reason) -> reason;
      case RunState.Expired(var reason) -> reason;
      case RunState.Queued _, RunState.Claimed _, RunState.Running _, RunState.Passed _ -> null;
    };
  }

  public static WirePipeline of(PipelineRecord pipeline) {
    return new WirePipeline(
        pipeline.product().value(),
        pipeline.bundle().hex(),
        hex(pipeline.replaces()),
        pipeline.state().word(),
        pipeline.author().value(),
        pipeline.proposed(),
        text(pipeline.approvedBy()),
        pipeline.isWeaker(),
        pipeline.changes().stream()
            .map(change -> new WirePipeline.WireChange(change.sentence(), change.weaker()))
            .toList(),
        pipeline.reason());
  }

  /**
   * A token.
   *
   * @param secret only in the answer that creates it
   */
  static WireToken of(TokenRecord token, @Nullable String secret) {
    return new WireToken(
        token.key().value(),
        token.name().value(),
        token.role().word(),
        text(token.product()),
        token.created(),
        token.expires(),
        token.revoked(),
        secret);
  }

  static WireCaller of(Caller caller, Instant expires) {
    return new WireCaller(
        caller.name().value(),
        caller.role().word(),
        text(caller.product()),
        caller.token().value(),
        expires);
  }

  /** Of a run that has one; null of another. */
  static @Nullable WireProof proof(RunRecord run) {
    Digest proof = run.proof();
    return proof == null || !(run.work() instanceof Work.Prove prove)
        ? null
        : new WireProof(run.key().value(), prove.environment(), prove.counterpart(), proof.hex());
  }

  /** An event. */
  public static WireEvent of(Entry entry) {
    Event event = entry.event();
    @Nullable ReleaseKey release =
        switch (event) {
          case Event.OfRelease of -> of.release();
          case Event.RunQueued(var _, Work.Prove prove) -> prove.release();
          case Event.OfRun _,
              Event.OfPipeline _,
              Event.OfToken _,
              Event.ControlsShown _,
              Event.RunnerChanged _,
              Event.ContentRemoved _,
              Event.AccessDenied _ ->
              null;
        };
    @Nullable RunKey run = event instanceof Event.OfRun of ? of.run() : null;
    return new WireEvent(
        entry.number(),
        entry.time(),
        EventJson.type(event),
        entry.actor().name().value(),
        Sentences.of(event),
        release == null ? null : release.artifact().value(),
        release == null ? null : release.version().value(),
        text(run),
        entry.trace().value());
  }

  static Problem of(ProblemException problem, String trace) {
    return new Problem(
        "/problems/" + problem.type(), problem.title(), problem.status(), problem.detail(), trace);
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString();
  }

  private static @Nullable String hex(@Nullable Digest digest) {
    return digest == null ? null : digest.hex();
  }
}
