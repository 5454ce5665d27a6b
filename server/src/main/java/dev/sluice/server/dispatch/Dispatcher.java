package dev.sluice.server.dispatch;

import dev.sluice.model.Digest;
import dev.sluice.server.content.Contents;
import dev.sluice.server.event.Actor;
import dev.sluice.server.event.Entry;
import dev.sluice.server.event.Event;
import dev.sluice.server.event.PersonName;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.event.RunKey;
import dev.sluice.server.event.TraceId;
import dev.sluice.server.event.Work;
import dev.sluice.server.labs.LabTrust;
import dev.sluice.server.ledger.Ledger;
import dev.sluice.server.ledger.Records;
import dev.sluice.server.ledger.ReleaseRecord;
import dev.sluice.server.ledger.RunRecord;
import dev.sluice.server.wire.Assignment;
import dev.sluice.server.wire.Offer;
import dev.sluice.server.wire.Renewal;
import dev.sluice.server.wire.RunResult;
import dev.sluice.trust.canonical.PlainText;
import dev.sluice.trust.key.KeyId;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Gives runs to runners, keeps their leases and takes their results. Safe for use by several
 * threads; one for each ledger.
 */
public final class Dispatcher implements AutoCloseable {
  /** Long enough for a server to be restarted, short enough that a dead runner is soon noticed. */
  public static final Duration LEASE = Duration.ofSeconds(30);

  /** In a {@link RunResult}: the runner gives the run back. */
  public static final String RETURNED = "returned";

  private final Ledger ledger;
  private final Origins origins;
  private final Contents contents;
  private final Catalogue catalogue;
  private final InstantSource clock;
  private final LongSupplier nanos;
  private final Dispatch dispatch;
  private final Leases leases;
  private final Tails tails = new Tails();
  private final Signals signals = new Signals();
  private final ReentrantLock claiming = new ReentrantLock();
  private final LabTrust trust;
  private final Entrance entrance;
  private final Untellable untellable;
  private Turns turns = Turns.NONE;

  /**
   * Grants every run that is out a full lease.
   *
   * @param trust by whose lab keys
   * @param clock the ledger's
   * @param nanos a clock that never goes back, such as {@link System#nanoTime}
   * @param lease how long a run may be out without a word from its runner
   */
  public Dispatcher(
      Ledger ledger,
      Contents contents,
      Catalogue catalogue,
      LabTrust trust,
      InstantSource clock,
      LongSupplier nanos,
      Duration lease) {
    this.ledger = ledger;
    this.origins = new Origins(ledger);
    this.contents = contents;
    this.catalogue = catalogue;
    this.trust = trust;
    this.entrance = new Entrance(ledger, trust);
    this.untellable = new Untellable(nanos);
    this.clock = clock;
    this.nanos = nanos;
    this.dispatch = new Dispatch(catalogue);
    this.leases = new Leases(lease, nanos);
    ledger.listen(this::heard);
    for (RunRecord run : ledger.read(Records::openRuns)) {
      PersonName runner = run.state().runner();
      if (runner != null) {
        leases.restore(run.product(), run.key(), runner, run.state().attempt());
      }
    }
  }

  /**
   * Waits for a run that fits, at most as long as the offer says.
   *
   * @param product the only one that the runner may work for; null for all
   * @throws UntrustedLab when nothing that the runner proves would count
   */
  public Optional<Assignment> claim(
      Actor runner, @Nullable ProductName product, Offer offer, TraceId trace)
      throws InterruptedException, UntrustedLab {
    KeyId lab = new KeyId(offer.lab());
    long until = nanos.getAsLong() + TimeUnit.SECONDS.toNanos(offer.waitSeconds());
    entrance.check(runner, product, lab, trace);
    if (offer.inHand() != null) {
      takeBack(runner, product, offer.inHand(), lab, trace);
    }
    while (true) {
      long seen = signals.current();
      Optional<Assignment> claimed = tryClaim(runner, product, offer, lab, trace);
      if (claimed.isPresent() || !signals.awaitAfter(seen, until - nanos.getAsLong())) {
        return claimed;
      }
      entrance.check(runner, product, lab, trace);
    }
  }

  /** What the runner was given before this process began, and never got to know. */
  private void takeBack(
      Actor runner, @Nullable ProductName product, List<String> inHand, KeyId lab, TraceId trace) {
    for (Leases.On lease : leases.unheard(runner.name())) {
      if ((product == null || product.equals(lease.product()))
          && !inHand.contains(lease.product() + "/" + lease.run())) {
        ledger.decide(
            new Ledger.Call(
                lease.product(), runner, "claim", origins.of(lease.product(), lease.run(), trace)),
            (records, now) -> dispatch.unanswered(records, lease, runner.name(), lab, now));
      }
    }
  }

  private Optional<Assignment> tryClaim(
      Actor runner, @Nullable ProductName product, Offer offer, KeyId lab, TraceId trace) {
    // One after the other: else all that wait would pick the same run, and all but one in vain.
    claiming.lock();
    try {
      while (true) {
        var ask = new Ask(runner.name(), product, offer, lab, trust, untellable.of(runner.name()));
        Optional<Pick> picked =
            ledger.read(records -> Pick.of(records, clock.instant(), ask, turns, catalogue));
        if (picked.isEmpty()) {
          return Optional.empty();
        }
        Pick pick = picked.get();
        TraceId its =
            pick instanceof Pick.Waiting(var of, var run, var _)
                ? origins.of(of, run, trace)
                : trace;
        Optional<Dispatch.Claimed> claimed =
            ledger.decide(
                new Ledger.Call(pick.product(), runner, "claim", its),
                (records, _) ->
                    dispatch.claim(records, runner.name(), lab, offer.equipment(), pick));
        if (claimed.isPresent()) {
          turns = after(pick);
          return Optional.of(assignment(pick.product(), claimed.get(), its));
        }
      }
    } finally {
      claiming.unlock();
    }
  }

  private Turns after(Pick pick) {
    return switch (pick) {
      case Pick.Waiting(var product, var _, var lane) -> turns.after(lane, product);
      // What has to wait for its controls has not had its turn.
      case Pick.ControlsFirst _ -> turns;
    };
  }

  private Assignment assignment(ProductName product, Dispatch.Claimed claimed, TraceId trace) {
    return switch (claimed.work()) {
      case Work.Controls(var bundle, var environment) ->
          new Assignment(
              product.value(),
              claimed.run().value(),
              claimed.attempt(),
              "controls",
              bundle.hex(),
              environment,
              null,
              null,
              null,
              null,
              (int) leases.length().toSeconds(),
              trace.value());
      case Work.Prove prove -> {
        ReleaseRecord release =
            ledger
                .read(records -> records.release(product, prove.release()))
                .orElseThrow(() -> new IllegalStateException("no release " + prove.release()));
        yield new Assignment(
            product.value(),
            claimed.run().value(),
            claimed.attempt(),
            "prove",
            prove.bundle().hex(),
            prove.environment(),
            prove.release().artifact().value(),
            prove.release().version().value(),
            release.content().hex(),
            prove.counterpart(),
            (int) leases.length().toSeconds(),
            trace.value());
      }
    };
  }

  /** Keeps a lease; false when it is lost. */
  public boolean renew(
      Actor runner, ProductName product, RunKey run, Renewal renewal, TraceId trace) {
    if (!leases.renew(product, run, runner.name(), renewal.attempt())) {
      // It may be so new, or this server, that nobody told the leases of it yet.
      boolean held =
          ledger
              .read(records -> records.run(product, run))
              .filter(record -> record.state().attempt() == renewal.attempt())
              .filter(record -> runner.name().equals(record.state().runner()))
              .isPresent();
      if (!held) {
        return false;
      }
      leases.grant(product, run, runner.name(), renewal.attempt());
    }
    tails.add(product, run, renewal.lines());
    return !renewal.begun() || begun(runner, product, run, renewal.attempt(), trace);
  }

  private boolean begun(Actor runner, ProductName product, RunKey run, int attempt, TraceId trace) {
    if (leases.isBegun(product, run, attempt)) {
      return true;
    }
    boolean begun =
        ledger.decide(
            new Ledger.Call(product, runner, "begin", origins.of(product, run, trace)),
            (records, _) -> dispatch.begin(records, product, run, runner.name(), attempt));
    if (begun) {
      leases.begin(product, run, attempt);
    }
    return begun;
  }

  /**
   * Takes a result.
   *
   * @throws IOException when the content store does not do its work
   */
  public Taken end(Actor runner, ProductName product, RunKey key, RunResult result, TraceId trace)
      throws IOException {
    Optional<RunRecord> run = ledger.read(records -> records.run(product, key));
    if (run.isEmpty()) {
      return new Taken.Lost();
    }
    if (result.result().equals(RETURNED)) {
      return giveBack(runner, run.get(), result, trace);
    }
    Optional<BundleFacts> facts = catalogue.facts(product, run.get().work().bundle());
    if (facts.isEmpty()) {
      return new Taken.Unusable("the bundle of " + key + " cannot be read here");
    }
    @Nullable Digest candidate =
        run.get().work() instanceof Work.Prove prove
            ? ledger
                .read(records -> records.release(product, prove.release()))
                .map(ReleaseRecord::content)
                .orElse(null)
            : null;
    Handed handed;
    try {
      handed =
          new Results(contents.of(product), facts.get(), trust).read(run.get(), result, candidate);
    } catch (Results.Unusable e) {
      return new Taken.Unusable(e.sentence());
    }
    Taken taken =
        ledger.decide(
            new Ledger.Call(product, runner, "result", origins.of(run.get(), trace)),
            (records, now) -> dispatch.end(records, product, key, runner.name(), handed, now));
    if (taken instanceof Taken.Kept
        && run.get().work() instanceof Work.Controls controls
        && handed.shown().isEmpty()) {
      couldNotTell(runner.name(), controls.bundle());
    }
    return taken;
  }

  private Taken giveBack(Actor runner, RunRecord run, RunResult result, TraceId trace) {
    if (result.sentence().isBlank()) {
      return new Taken.Unusable("a run that is given back needs a sentence that says why");
    }
    boolean given =
        ledger.decide(
            new Ledger.Call(run.product(), runner, "give back", origins.of(run, trace)),
            (records, now) ->
                dispatch.giveBack(
                    records,
                    run.product(),
                    run.key(),
                    runner.name(),
                    result.attempt(),
                    PlainText.plain(result.sentence()),
                    now));
    if (given && run.work() instanceof Work.Controls controls) {
      couldNotTell(runner.name(), controls.bundle());
    }
    return given ? new Taken.Kept() : new Taken.Lost();
  }

  /** Takes back what dead and hung runners have; to be called every second or so. */
  public void sweep(TraceId trace) {
    for (Leases.Over over : leases.over()) {
      Optional<RunRecord> run = ledger.read(records -> records.run(over.product(), over.run()));
      boolean lost =
          ledger.decide(
              new Ledger.Call(
                  over.product(),
                  Actor.SERVER,
                  "lease lost",
                  origins.of(over.product(), over.run(), trace)),
              (records, now) ->
                  dispatch.lose(
                      records,
                      over.product(),
                      over.run(),
                      over.attempt(),
                      over.runner()
                          + " did not renew its lease for "
                          + leases.length().toSeconds()
                          + " s",
                      now));
      if (lost && run.isPresent() && run.get().work() instanceof Work.Controls controls) {
        couldNotTell(over.runner(), controls.bundle());
      }
      leases.end(over.product(), over.run(), over.attempt());
    }
  }

  /**
   * What a run's runner said last.
   *
   * @param said what came of the question before; 0 for the first
   */
  public Tail tail(ProductName product, RunKey run, long said) {
    return tails.after(product, run, said);
  }

  private void couldNotTell(PersonName runner, Digest bundle) {
    untellable.add(runner, bundle);
    signals.give();
  }

  private void heard(List<Entry> entries) {
    boolean work = false;
    for (Entry entry : entries) {
      work |=
          switch (entry.event()) {
            case Event.OfRun event -> heard(entry.product(), event);
            case Event.ControlsShown _, Event.OfPipeline _ -> true;
            case Event.OfRelease _,
                Event.OfToken _,
                Event.RunnerChanged _,
                Event.ContentRemoved _,
                Event.AccessDenied _ ->
                false;
          };
    }
    if (work) {
      signals.give();
    }
  }

  private boolean heard(ProductName product, Event.OfRun event) {
    return switch (event) {
      case Event.RunClaimed(var run, var runner, int attempt, var _) -> {
        leases.grant(product, run, runner, attempt);
        yield false;
      }
      case Event.RunQueued _ -> true;
      case Event.RunBegun _, Event.RunSpared _ -> false;
      case Event.RunReturned(var run, var _) -> {
        leases.end(product, run);
        yield true;
      }
      case Event.RunEnded _, Event.RunCancelled _, Event.RunExpired _ -> {
        leases.end(product, event.run());
        tails.end(product, event.run());
        yield false;
      }
    };
  }

  /** Whoever waits for work gets none. */
  @Override
  public void close() {
    signals.close();
  }
}
