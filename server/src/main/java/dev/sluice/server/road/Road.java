package dev.sluice.server.road;

import dev.sluice.model.Digest;
import dev.sluice.server.event.Event;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.event.ReleaseKey;
import dev.sluice.server.event.RunKey;
import dev.sluice.server.event.Work;
import dev.sluice.server.ledger.Decided;
import dev.sluice.server.ledger.Records;
import dev.sluice.server.ledger.ReleaseRecord;
import dev.sluice.server.ledger.RunRecord;
import dev.sluice.server.life.ReleaseState;
import dev.sluice.server.life.RunState;
import dev.sluice.trust.key.KeyId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The one road, for both kinds: submit, admit, prove, hand on. */
public final class Road {
  private static final int MOST_ALIKE = 50;
  private static final int MOST_NEWER = 200;
  private static final int MOST_STOPPED = 5;

  private Road() {}

  /**
   * Somebody submits a release whose content is here.
   *
   * @param newestWins whether older releases of the artifact that nobody has begun to prove become
   *     worthless: true of data
   */
  public static Decided<Submitted> submit(
      Records records, ProductName product, Event.ReleaseSubmitted submission, boolean newestWins) {
    if (records.pipelineInUse(product).isEmpty()) {
      return Decided.nothing(new Submitted.NoPipeline());
    }
    Optional<ReleaseRecord> there = records.release(product, submission.release());
    if (there.isPresent()) {
      return again(there.get(), submission);
    }
    List<Event> events = new ArrayList<>();
    events.add(submission);
    events.addAll(freed(records, product, submission.release()));
    if (newestWins) {
      for (ReleaseRecord older : older(records, product, submission.release(), Long.MAX_VALUE)) {
        List<RunRecord> runs = records.runsOf(product, older.key());
        if (runs.stream().noneMatch(Road::isBegun)) {
          events.addAll(supersede(older, submission.release(), runs));
        }
      }
    }
    return new Decided<>(events, new Submitted.Taken());
  }

  /** What still runs of a release that was stopped makes room for what may be its mend. */
  private static List<Event> freed(Records records, ProductName product, ReleaseKey by) {
    return records.releases(product, by.artifact(), Long.MAX_VALUE, MOST_STOPPED).items().stream()
        .filter(release -> release.state() instanceof ReleaseState.Stopped)
        .flatMap(
            release ->
                cancel(
                    records.runsOf(product, release.key()),
                    Map.of(),
                    release.key().title() + " was stopped, and " + by.title() + " came")
                    .stream())
        .toList();
  }

  /** Somebody has what came to an end looked at once more. */
  public static List<Event> retry(Records records, ReleaseRecord release, String reason) {
    List<Event> events = new ArrayList<>();
    events.add(new Event.ReleaseRetried(release.key(), reason));
    // What still runs belongs to the try before.
    events.addAll(
        cancel(
            records.runsOf(release.product(), release.key()),
            Map.of(),
            release.key().title() + " is retried"));
    return events;
  }

  /** Nothing changes, unless it was refused and comes with a statement that it did not have. */
  private static Decided<Submitted> again(ReleaseRecord there, Event.ReleaseSubmitted submission) {
    if (!there.content().equals(submission.content())) {
      return Decided.nothing(new Submitted.Conflict(there));
    }
    @Nullable Digest provenance = submission.provenance();
    return there.state() instanceof ReleaseState.Refused
            && provenance != null
            && !provenance.equals(there.provenance())
        ? new Decided<>(
            List.of(new Event.ReleaseVouched(there.key(), provenance)),
            new Submitted.Already(there))
        : Decided.nothing(new Submitted.Already(there));
  }

  /**
   * Admission came to an answer.
   *
   * @param proofsHold how long a proof may stand for another run
   * @param trusted whether proofs of the product by a lab key count
   * @return whether it still mattered
   */
  public static Decided<Boolean> admit(
      Records records,
      ProductName product,
      ReleaseKey key,
      Admission admission,
      Duration proofsHold,
      Predicate<KeyId> trusted,
      Instant now) {
    Optional<ReleaseRecord> release = records.release(product, key);
    if (release.isEmpty() || !(release.get().state() instanceof ReleaseState.Submitted)) {
      return Decided.nothing(false);
    }
    return switch (admission) {
      case Admission.Refused(var reason) ->
          new Decided<>(List.of(new Event.ReleaseRefused(key, reason)), true);
      case Admission.CouldNotTell _ -> Decided.nothing(true);
      case Admission.Admitted admitted -> {
        Optional<ReleaseRecord> newer = provenSince(records, release.get(), admitted.newestWins());
        yield new Decided<>(
            newer.isPresent()
                ? List.of(outrun(key, newer.get().key(), admitted.newestWins()))
                : admitted(records, product, key, admitted, now.minus(proofsHold), trusted),
            true);
      }
    };
  }

  /**
   * A newer release that was proven while this one waited, or before somebody had this one looked
   * at again: to hand this one on after it would be to go back.
   */
  private static Optional<ReleaseRecord> provenSince(
      Records records, ReleaseRecord release, boolean newestWins) {
    ReleaseKey key = release.key();
    return records
        .provenSince(release.product(), key.artifact(), release.number(), MOST_NEWER)
        .stream()
        .filter(newer -> newestWins || VersionOrder.isOlder(key.version(), newer.key().version()))
        .findFirst();
  }

  private static Event outrun(ReleaseKey key, ReleaseKey newer, boolean newestWins) {
    return newestWins
        ? new Event.ReleaseSuperseded(key, newer)
        : new Event.ReleaseRefused(key, VersionOrder.goesBack(key.version(), newer.version()));
  }

  private static List<Event> admitted(
      Records records,
      ProductName product,
      ReleaseKey key,
      Admission.Admitted admitted,
      Instant since,
      Predicate<KeyId> trusted) {
    List<Event> events = new ArrayList<>();
    events.add(new Event.ReleaseAdmitted(key, admitted.bundle(), admitted.impact()));
    List<Event> spared = new ArrayList<>();
    long number = records.nextNumber(product) + 1;
    // Every combination once, before any of them by a second lab: a failure shows sooner.
    for (int lab = 0; lab < admitted.labs(); lab++) {
      for (Work.Prove work : admitted.runs()) {
        RunKey run = RunKey.of(number++);
        events.add(new Event.RunQueued(run, work));
        proven(records, product, work, since, trusted)
            .skip(lab)
            .findFirst()
            .ifPresent(by -> spared.add(new Event.RunSpared(run, by.key(), proofOf(by), by.lab())));
      }
    }
    events.addAll(spared);
    return events;
  }

  /**
   * What follows for a release when a run of it has ended or its controls were shown.
   *
   * @param changed states of its runs that the records do not have yet
   * @param handsOn whether a proven release is handed on by rule
   * @param newestWins whether older releases of the artifact become worthless: true of data
   * @return events; none when it has to wait on
   */
  public static List<Event> settle(
      Records records,
      ProductName product,
      ReleaseKey key,
      Map<RunKey, RunState> changed,
      Controls controls,
      boolean handsOn,
      boolean newestWins) {
    Optional<ReleaseRecord> release = records.release(product, key);
    if (release.isEmpty() || !(release.get().state() instanceof ReleaseState.Proving)) {
      return List.of();
    }
    List<RunRecord> all = records.runsOf(product, key);
    Batch batch = Batch.newest(all);
    List<RunRecord> current = batch.runs();
    List<Event> events = new ArrayList<>();
    for (RunRecord run : current) {
      if (state(run, changed) instanceof RunState.Failed(var sentence)) {
        events.add(new Event.ReleaseStopped(key, run.key(), sentence));
        // What runs tells on, as a person needs every reason: the first to end need not be the
        // worst.
        List<RunRecord> waiting =
            all.stream().filter(one -> !(state(one, changed) instanceof RunState.Running)).toList();
        events.addAll(cancel(waiting, changed, key.title() + " was stopped by " + run.key()));
        return events;
      }
    }
    if (!current.stream().allMatch(run -> state(run, changed).isEnd())) {
      return List.of();
    }
    for (RunRecord run : current) {
      @Nullable String sentence =
          switch (state(run, changed)) {
            case RunState.CouldNotTell(var why) -> why;
            case RunState.Expired(var why) -> why;
            case RunState.Cancelled(var why) -> why;
            case RunState.Passed _,
                RunState.Failed _,
                RunState.Queued _,
                RunState.Claimed _,
                RunState.Running _ ->
                null;
          };
      if (sentence != null) {
        return List.of(new Event.ReleaseUndecided(key, sentence));
      }
    }
    return switch (controls) {
      case DUE -> List.of();
      case GREEN ->
          List.of(
              new Event.ReleaseUndecided(
                  key, "a known-bad release was not stopped, so that no proof counts"));
      case RED -> {
        Optional<RunRecord> contradicted =
            current.stream().filter(run -> failedBefore(records, product, run)).findFirst();
        if (contradicted.isPresent()) {
          yield List.of(
              new Event.ReleaseDisputed(
                  key,
                  contradicted.get().key()
                      + " passed what had failed before: a person has to say which is true"));
        }
        Optional<RunRecord> alone =
            current.stream()
                .filter(run -> batch.labs(run) > 1)
                .filter(run -> batch.labsOf(run).size() < batch.labs(run))
                .findFirst();
        if (alone.isPresent()) {
          yield List.of(
              new Event.ReleaseUndecided(
                  key,
                  "%d labs have to prove the combination of %s, and proofs are by %d lab keys"
                      .formatted(
                          batch.labs(alone.get()),
                          alone.get().key(),
                          batch.labsOf(alone.get()).size())));
        }
        yield proven(records, product, release.get(), handsOn, newestWins);
      }
    };
  }

  /** A person says that a disputed release may go on. */
  public static List<Event> accept(
      Records records, ReleaseRecord release, String reason, boolean handsOn, boolean newestWins) {
    List<Event> events = new ArrayList<>();
    events.add(new Event.ReleaseAccepted(release.key(), reason));
    events.addAll(
        proven(records, release.product(), release, handsOn, newestWins).stream()
            .filter(event -> !(event instanceof Event.ReleaseProven))
            .toList());
    return events;
  }

  /** A person says that the failure of a disputed release was true. */
  public static List<Event> reject(Records records, ReleaseRecord release, String reason) {
    List<RunRecord> runs = records.runsOf(release.product(), release.key());
    RunRecord newest = runs.getLast();
    RunRecord failed =
        runs.reversed().stream()
            .filter(run -> run.state() instanceof RunState.Failed)
            .findFirst()
            .orElse(newest);
    return List.of(
        new Event.ReleaseStopped(
            release.key(), failed.key(), "a run failed and then passed; rejected: " + reason));
  }

  private static List<Event> proven(
      Records records,
      ProductName product,
      ReleaseRecord release,
      boolean handsOn,
      boolean newestWins) {
    ReleaseKey key = release.key();
    List<Event> events = new ArrayList<>();
    events.add(new Event.ReleaseProven(key));
    if (handsOn && behind(records, release).isEmpty()) {
      events.add(new Event.ReleaseHandedOn(key, true));
    }
    if (newestWins) {
      for (ReleaseRecord older : older(records, product, key, release.number())) {
        events.addAll(supersede(older, key, records.runsOf(product, older.key())));
      }
      for (ReleaseRecord resting : records.proven(product, key.artifact())) {
        if (resting.number() < release.number()) {
          events.add(new Event.ReleaseSuperseded(resting.key(), key));
        }
      }
    }
    return events;
  }

  /** A release with a newer version that was handed on already; empty when there is none. */
  public static Optional<ReleaseRecord> behind(Records records, ReleaseRecord release) {
    return provenSince(records, release, false)
        .filter(newer -> newer.state() instanceof ReleaseState.HandedOn);
  }

  /** Releases of the artifact that are on their road and were submitted before. */
  private static List<ReleaseRecord> older(
      Records records, ProductName product, ReleaseKey than, long number) {
    return records.openReleases().stream()
        .filter(r -> r.product().equals(product))
        .filter(r -> r.key().artifact().equals(than.artifact()))
        .filter(r -> !r.key().equals(than) && r.number() < number)
        .toList();
  }

  private static List<Event> supersede(ReleaseRecord older, ReleaseKey by, List<RunRecord> runs) {
    List<Event> events = new ArrayList<>();
    events.add(new Event.ReleaseSuperseded(older.key(), by));
    events.addAll(cancel(runs, Map.of(), older.key().title() + " is superseded by " + by.title()));
    return events;
  }

  private static List<Event> cancel(
      List<RunRecord> runs, Map<RunKey, RunState> changed, String reason) {
    return runs.stream()
        .filter(run -> !state(run, changed).isEnd())
        .map(run -> (Event) new Event.RunCancelled(run.key(), reason))
        .toList();
  }

  private static RunState state(RunRecord run, Map<RunKey, RunState> changed) {
    return changed.getOrDefault(run.key(), run.state());
  }

  private static boolean isBegun(RunRecord run) {
    return switch (run.state()) {
      case RunState.Claimed _, RunState.Running _ -> true;
      case RunState.Queued(int attempts) -> attempts > 0;
      case RunState.Passed _, RunState.Failed _, RunState.CouldNotTell _ -> true;
      case RunState.Cancelled _, RunState.Expired _ -> false;
    };
  }

  private static boolean failedBefore(Records records, ProductName product, RunRecord run) {
    return run.work() instanceof Work.Prove prove
        && records.alike(product, prove.likeness(), MOST_ALIKE).stream()
            .anyMatch(old -> old.state() instanceof RunState.Failed);
  }

  /** Runs whose proofs may stand for this one, newest first, one for each lab key. */
  private static Stream<RunRecord> proven(
      Records records,
      ProductName product,
      Work.Prove work,
      Instant since,
      Predicate<KeyId> trusted) {
    List<RunRecord> alike = records.alike(product, work.likeness(), MOST_ALIKE);
    Set<KeyId> labs = new HashSet<>();
    // What failed once is made again and not spared: a person may have to compare.
    return alike.stream().anyMatch(run -> run.state() instanceof RunState.Failed)
        ? Stream.empty()
        : alike.stream()
            .filter(run -> run.state() instanceof RunState.Passed(var proof, _) && proof != null)
            .filter(run -> run.since().isAfter(since))
            .filter(run -> run.lab() != null && trusted.test(run.lab()) && labs.add(run.lab()));
  }

  private static Digest proofOf(RunRecord run) {
    if (run.state() instanceof RunState.Passed(var proof, _) && proof != null) {
      return proof;
    }
    throw new IllegalStateException(run.key() + " has no proof");
  }
}
