package dev.sluice.server.dispatch;

import dev.sluice.model.Result;
import dev.sluice.server.event.Event;
import dev.sluice.server.event.PersonName;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.event.RunKey;
import dev.sluice.server.event.Work;
import dev.sluice.server.ledger.ControlsRecord;
import dev.sluice.server.ledger.Decided;
import dev.sluice.server.ledger.Records;
import dev.sluice.server.ledger.RunRecord;
import dev.sluice.server.ledger.RunnerRecord;
import dev.sluice.server.life.ReleaseState;
import dev.sluice.server.life.RunState;
import dev.sluice.server.road.Controls;
import dev.sluice.trust.key.KeyId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The decisions about a run between being queued and its end. */
final class Dispatch {
  /** So many runners may lose a run. */
  static final int MOST_LOST = 3;

  /** So often a run may be given back; a runner that ends in good order is no sign of trouble. */
  static final int MOST_RETURNED = 10;

  private final Catalogue catalogue;
  private final Aftermath aftermath;

  Dispatch(Catalogue catalogue) {
    this.catalogue = catalogue;
    this.aftermath = new Aftermath(catalogue);
  }

  /**
   * A run that is now the runner's.
   *
   * @param attempt names the lease
   */
  record Claimed(RunKey run, Work work, int attempt) {}

  /**
   * Gives a runner what was picked for it; nothing when that is gone meanwhile.
   *
   * @param lab the key that it signs with
   * @param equipment what it makes runs with; null when it does not say
   */
  Decided<Optional<Claimed>> claim(
      Records records, PersonName runner, KeyId lab, @Nullable List<String> equipment, Pick pick) {
    List<Event> events = new ArrayList<>();
    if (equipment != null && isChanged(records, pick.product(), runner, equipment)) {
      events.add(new Event.RunnerChanged(runner, equipment));
    }
    return switch (pick) {
      case Pick.Waiting(var product, var key, var _) -> {
        Optional<RunRecord> run = records.run(product, key);
        if (run.isEmpty() || !(run.get().state() instanceof RunState.Queued(int attempts))) {
          yield Decided.nothing(Optional.empty());
        }
        int attempt = attempts + 1;
        events.add(new Event.RunClaimed(key, runner, attempt, lab));
        yield new Decided<>(events, Optional.of(new Claimed(key, run.get().work(), attempt)));
      }
      case Pick.ControlsFirst(var product, var bundle, var environment, var _) -> {
        RunKey key = RunKey.of(records.nextNumber(product) + events.size());
        Work work = new Work.Controls(bundle, environment);
        events.add(new Event.RunQueued(key, work));
        events.add(new Event.RunClaimed(key, runner, 1, lab));
        yield new Decided<>(events, Optional.of(new Claimed(key, work, 1)));
      }
    };
  }

  /** Whether a runner makes a product's runs with other things than it said before, if it did. */
  static boolean isChanged(
      Records records, ProductName product, PersonName runner, @Nullable List<String> equipment) {
    return equipment != null
        && !records
            .runner(product, runner)
            .map(RunnerRecord::equipment)
            .equals(Optional.of(equipment));
  }

  /** The runner works; false when the run is not its own any more. */
  Decided<Boolean> begin(
      Records records, ProductName product, RunKey key, PersonName runner, int attempt) {
    return held(records, product, key, runner, attempt)
        .map(
            run ->
                run.state() instanceof RunState.Claimed
                    ? new Decided<>(List.of(new Event.RunBegun(key)), true)
                    : Decided.nothing(true))
        .orElse(Decided.nothing(false));
  }

  /** The runner hands in a result. */
  Decided<Taken> end(
      Records records,
      ProductName product,
      RunKey key,
      PersonName runner,
      Handed handed,
      Instant now) {
    Optional<RunRecord> held = held(records, product, key, runner, handed.attempt());
    if (held.isEmpty()) {
      return Decided.nothing(
          isRepeated(records, product, key, handed) ? new Taken.Kept() : new Taken.Lost());
    }
    if (handed.objection() != null) {
      String sentence = runner + " " + handed.objection();
      return new Decided<>(
          lost(records, held.get(), handed.attempt(), MOST_LOST, sentence, now),
          new Taken.Refused(sentence));
    }
    return switch (held.get().work()) {
      case Work.Prove prove ->
          new Decided<>(proven(records, held.get(), prove, runner, handed, now), new Taken.Kept());
      case Work.Controls controls ->
          new Decided<>(
              shown(records, held.get(), controls, runner, handed, now), new Taken.Kept());
    };
  }

  private List<Event> proven(
      Records records,
      RunRecord run,
      Work.Prove prove,
      PersonName runner,
      Handed handed,
      Instant now) {
    boolean backed =
        handed.result() != Result.PASSED
            || ControlsJudgement.of(
                    hasControls(run.product(), prove),
                    records.controls(run.product(), prove.bundle()),
                    runner,
                    now)
                != Controls.GREEN;
    var ended =
        backed
            ? ended(run, handed)
            : new Event.RunEnded(
                run.key(),
                Result.COULD_NOT_TELL,
                "it passed, but a known-bad release was not stopped by "
                    + runner
                    + " when last shown, so that its proofs do not count",
                handed.evidence(),
                null,
                handed.millis());
    List<Event> events = new ArrayList<>();
    events.add(ended);
    events.addAll(aftermath.of(records, run, ended, now));
    return events;
  }

  private List<Event> shown(
      Records records,
      RunRecord run,
      Work.Controls controls,
      PersonName runner,
      Handed handed,
      Instant now) {
    List<Event> events = new ArrayList<>();
    events.add(ended(run, handed));
    // What another equipment showed says nothing of the runs that come: it is owed again.
    boolean outdated =
        records
            .runner(run.product(), runner)
            .filter(changed -> changed.number() > run.number())
            .isPresent();
    if (!handed.shown().isEmpty() && !outdated) {
      events.add(new Event.ControlsShown(controls.bundle(), runner, handed.shown()));
      events.addAll(
          aftermath.ofControls(
              records,
              run.product(),
              new ControlsRecord(controls.bundle(), runner, now, handed.shown()),
              now));
    }
    return events;
  }

  private static Event.RunEnded ended(RunRecord run, Handed handed) {
    return new Event.RunEnded(
        run.key(),
        handed.result(),
        handed.sentence(),
        handed.evidence(),
        handed.proof(),
        handed.millis());
  }

  /** The lease of this attempt is over; false when the run is not out on it any more. */
  Decided<Boolean> lose(
      Records records, ProductName product, RunKey key, int attempt, String reason, Instant now) {
    return records
        .run(product, key)
        .filter(run -> attempt == run.state().attempt())
        .map(run -> new Decided<>(lost(records, run, attempt, MOST_LOST, reason, now), true))
        .orElse(Decided.nothing(false));
  }

  /** The runner gives the run back. */
  Decided<Boolean> giveBack(
      Records records,
      ProductName product,
      RunKey key,
      PersonName runner,
      int attempt,
      String reason,
      Instant now) {
    return held(records, product, key, runner, attempt)
        .map(run -> new Decided<>(lost(records, run, attempt, MOST_RETURNED, reason, now), true))
        .orElse(Decided.nothing(false));
  }

  /** The runner never got to know of the run; false when it began, or is not its own. */
  Decided<Boolean> unanswered(
      Records records, Leases.On lease, PersonName runner, KeyId lab, Instant now) {
    return held(records, lease.product(), lease.run(), runner, lease.attempt())
        .filter(run -> run.state() instanceof RunState.Claimed && lab.equals(run.lab()))
        .map(
            run ->
                new Decided<>(
                    lost(
                        records,
                        run,
                        lease.attempt(),
                        MOST_RETURNED,
                        "the server ended before its answer to the claim arrived",
                        now),
                    true))
        .orElse(Decided.nothing(false));
  }

  private List<Event> lost(
      Records records, RunRecord run, int attempt, int most, String reason, Instant now) {
    if (isNeedless(records, run)) {
      return List.of(
          new Event.RunCancelled(run.key(), "its release needs it no more, and " + reason));
    }
    // Negative controls are a runner's own: nobody waits to take them over, and who owes them is
    // given them again.
    if (attempt < most && run.work() instanceof Work.Prove) {
      return List.of(new Event.RunReturned(run.key(), reason));
    }
    var expired =
        new Event.RunExpired(
            run.key(),
            run.work() instanceof Work.Prove
                ? "given up after " + attempt + " tries, the last: " + reason
                : reason);
    List<Event> events = new ArrayList<>();
    events.add(expired);
    events.addAll(aftermath.of(records, run, expired, now));
    return events;
  }

  private static boolean isNeedless(Records records, RunRecord run) {
    return run.work() instanceof Work.Prove prove
        && records
            .release(run.product(), prove.release())
            .filter(release -> !(release.state() instanceof ReleaseState.Proving))
            .isPresent();
  }

  private boolean hasControls(ProductName product, Work work) {
    return catalogue.facts(product, work.bundle()).map(BundleFacts::hasControls).orElse(false);
  }

  private static Optional<RunRecord> held(
      Records records, ProductName product, RunKey key, PersonName runner, int attempt) {
    return records
        .run(product, key)
        .filter(run -> attempt == run.state().attempt() && runner.equals(run.state().runner()));
  }

  // A runner whose answer got lost on the way hands in the same once more.
  private static boolean isRepeated(
      Records records, ProductName product, RunKey key, Handed handed) {
    return records
        .run(product, key)
        .filter(run -> run.state().isEnd())
        .filter(run -> run.millis() == handed.millis())
        .filter(run -> Objects.equals(run.evidence(), handed.evidence()))
        .filter(run -> handed.sentence().equals(run.sentence()))
        .isPresent();
  }
}
