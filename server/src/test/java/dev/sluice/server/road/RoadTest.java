package dev.sluice.server.road;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.ArtifactName;
import dev.sluice.model.Digest;
import dev.sluice.model.Result;
import dev.sluice.model.Version;
import dev.sluice.server.event.Actor;
import dev.sluice.server.event.Event;
import dev.sluice.server.event.PersonName;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.event.ReleaseKey;
import dev.sluice.server.event.RunKey;
import dev.sluice.server.event.TraceId;
import dev.sluice.server.event.Work;
import dev.sluice.server.ledger.Decided;
import dev.sluice.server.ledger.Ledger;
import dev.sluice.server.ledger.Records;
import dev.sluice.server.ledger.ReleaseRecord;
import dev.sluice.server.ledger.RunRecord;
import dev.sluice.server.ledger.sqlite.SqliteLedger;
import dev.sluice.server.life.ReleaseState;
import dev.sluice.server.life.RunLife;
import dev.sluice.server.life.RunState;
import dev.sluice.trust.canonical.Sha256;
import dev.sluice.trust.key.KeyId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoadTest {
  private static final ProductName SENSOR = new ProductName("kernel-sensor");
  private static final ArtifactName CHANNEL = new ArtifactName("channel");
  private static final Digest BUNDLE = digest("bundle");
  private static final Duration PROOFS_HOLD = Duration.ofDays(30);
  private static final KeyId LAB = new KeyId("a".repeat(64));
  private static final KeyId OTHER_LAB = new KeyId("b".repeat(64));
  private static final boolean DATA = true;
  private static final boolean APPLICATION = false;

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-25T08:00:00Z"));

  @TempDir private Path folder;
  private Predicate<KeyId> trusted = LAB::equals;
  private Ledger ledger;

  @BeforeEach
  void open() {
    ledger = SqliteLedger.open(folder.resolve("ledger.db"), now::get);
    append(new Event.PipelineProposed(BUNDLE, null, List.of()), new Event.PipelineInUse(BUNDLE));
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  private static Digest digest(String text) {
    return Sha256.of(text.getBytes(StandardCharsets.UTF_8));
  }

  private static ReleaseKey channel(int version) {
    return new ReleaseKey(CHANNEL, new Version(Integer.toString(version)));
  }

  private static Ledger.Call call() {
    return new Ledger.Call(
        SENSOR, new Actor(new PersonName("ann"), null), "test", new TraceId("1".repeat(32)));
  }

  private void append(Event... events) {
    append(List.of(events));
  }

  private void append(List<Event> events) {
    ledger.decide(call(), (_, _) -> new Decided<>(events, true));
  }

  private Submitted submit(int version, String content, boolean newestWins) {
    var event =
        new Event.ReleaseSubmitted(channel(version), digest(content), 7, "upload", null, null);
    return ledger.decide(call(), (records, _) -> Road.submit(records, SENSOR, event, newestWins));
  }

  private Submitted vouch(int version, String content, String statement) {
    var event =
        new Event.ReleaseSubmitted(
            channel(version), digest(content), 7, "upload", null, digest(statement));
    return ledger.decide(call(), (records, _) -> Road.submit(records, SENSOR, event, DATA));
  }

  @Test
  void aRefusedReleaseIsLookedAtAgainWhenItComesWithAStatement() {
    submit(291, "content", DATA);
    append(new Event.ReleaseRefused(channel(291), "no provenance came with it"));

    assertThat(vouch(291, "content", "statement")).isInstanceOf(Submitted.Already.class);

    assertThat(state(291)).isEqualTo("submitted");
    assertThat(release(291).provenance()).isEqualTo(digest("statement"));
  }

  @Test
  void theSameStatementOrOneForAReleaseOnItsRoadChangesNothing() {
    submit(291, "content", DATA);
    vouch(291, "content", "statement");
    assertThat(vouchings()).isZero();

    append(new Event.ReleaseRefused(channel(291), "no provenance came with it"));
    vouch(291, "content", "statement");
    append(new Event.ReleaseRefused(channel(291), "by another key"));
    vouch(291, "content", "statement");

    assertThat(vouchings()).isOne();
  }

  private void submit(int version) {
    submit(version, "content " + version, DATA);
  }

  private static Work.Prove work(int version, String counterpart) {
    return new Work.Prove(
        BUNDLE,
        channel(version),
        counterpart,
        "linux-6.1",
        digest(version + " with " + counterpart));
  }

  private void admit(int version, String... counterparts) {
    admitBy(1, version, counterparts);
  }

  private void admitBy(int labs, int version, String... counterparts) {
    List<Work.Prove> runs =
        List.of(counterparts).stream().map(counterpart -> work(version, counterpart)).toList();
    ledger.decide(
        call(),
        (records, time) ->
            Road.admit(
                records,
                SENSOR,
                channel(version),
                new Admission.Admitted(BUNDLE, List.of(), runs, labs),
                PROOFS_HOLD,
                trusted,
                time));
  }

  private ReleaseRecord release(int version) {
    return ledger
        .read(records -> records.release(SENSOR, channel(version)))
        .orElseThrow(() -> new AssertionError("no release " + version));
  }

  private long vouchings() {
    return ledger.read(records -> records.entries(SENSOR, 0, 100)).items().stream()
        .filter(entry -> entry.event() instanceof Event.ReleaseVouched)
        .count();
  }

  private String state(int version) {
    return release(version).state().word();
  }

  private List<RunRecord> runs(int version) {
    return ledger.read(records -> records.runsOf(SENSOR, channel(version)));
  }

  private List<String> runStates(int version) {
    return runs(version).stream().map(run -> run.state().word()).toList();
  }

  private void begin(RunRecord run) {
    begin(run, LAB);
  }

  private void begin(RunRecord run, KeyId lab) {
    append(
        new Event.RunClaimed(run.key(), new PersonName("lab"), 1, lab),
        new Event.RunBegun(run.key()));
  }

  private void end(RunRecord run, Result result) {
    end(run, result, Controls.RED, true, DATA);
  }

  private void end(
      RunRecord run, Result result, Controls controls, boolean handsOn, boolean newestWins) {
    ReleaseKey key = ((Work.Prove) run.work()).release();
    @Nullable Digest proof = result == Result.PASSED ? digest("proof of " + run.key()) : null;
    var ended = new Event.RunEnded(run.key(), result, "it " + result.word(), null, proof, 1_000);
    append(ended);
    ledger.decide(
        call(),
        (records, _) ->
            new Decided<>(
                Road.settle(records, SENSOR, key, Map.of(), controls, handsOn, newestWins), true));
  }

  private void make(RunRecord run, Result result) {
    begin(run);
    end(run, result);
  }

  @Test
  void withoutAPipelineFileInUseNothingIsTaken() {
    var event = new Event.ReleaseSubmitted(channel(1), digest("x"), 1, "upload", null, null);
    Submitted submitted =
        ledger.decide(
            call(), (records, _) -> Road.submit(records, new ProductName("other"), event, DATA));

    assertThat(submitted).isEqualTo(new Submitted.NoPipeline());
  }

  @Test
  void theSameVersionWithTheSameContentChangesNothing() {
    submit(291);
    long next = ledger.read(records -> records.nextNumber(SENSOR));

    assertThat(submit(291, "content 291", DATA)).isInstanceOf(Submitted.Already.class);
    assertThat(ledger.<Long>read(records -> records.nextNumber(SENSOR))).isEqualTo(next);
  }

  @Test
  void aVersionIsOneContentForEver() {
    submit(291);

    assertThat(submit(291, "other content", DATA)).isInstanceOf(Submitted.Conflict.class);
    assertThat(release(291).content()).isEqualTo(digest("content 291"));
  }

  @Test
  void theSameContentUnderANewVersionIsANewRelease() {
    submit(291, "same", APPLICATION);

    assertThat(submit(292, "same", APPLICATION)).isEqualTo(new Submitted.Taken());
    assertThat(state(291)).isEqualTo("submitted");
  }

  @Test
  void aNewerDataReleaseTakesThePlaceOfOnesThatNobodyHasBegun() {
    submit(291);
    submit(292);
    admit(292, "sensor 7.15", "sensor 7.16");
    submit(293);

    assertThat(release(291).state()).isEqualTo(new ReleaseState.Superseded(channel(292)));
    assertThat(release(292).state()).isEqualTo(new ReleaseState.Superseded(channel(293)));
    assertThat(runStates(292)).containsExactly("cancelled", "cancelled");
    assertThat(state(293)).isEqualTo("submitted");
  }

  @Test
  void ofApplicationsNoneTakesAnothersPlace() {
    submit(291, "a", APPLICATION);
    submit(292, "b", APPLICATION);

    assertThat(state(291)).isEqualTo("submitted");
  }

  @Test
  void whatARunnerHasBegunGoesOnUntilSomethingNewerIsProven() {
    submit(291);
    admit(291, "sensor 7.15", "sensor 7.16");
    begin(runs(291).getFirst());
    submit(292);
    assertThat(state(291)).isEqualTo("proving");

    admit(292, "sensor 7.15");
    make(runs(292).getFirst(), Result.PASSED);

    assertThat(state(292)).isEqualTo("handed-on");
    assertThat(release(291).state()).isEqualTo(new ReleaseState.Superseded(channel(292)));
    assertThat(runStates(291)).containsExactly("cancelled", "cancelled");
  }

  @Test
  void itIsProvenOnceEveryRunPassed() {
    submit(291);
    admit(291, "sensor 7.15", "sensor 7.16");

    make(runs(291).getFirst(), Result.PASSED);
    assertThat(state(291)).isEqualTo("proving");
    begin(runs(291).getLast());
    end(runs(291).getLast(), Result.PASSED, Controls.RED, false, DATA);

    assertThat(release(291).state()).isEqualTo(new ReleaseState.Proven(BUNDLE));
  }

  @Test
  void oneFailureStopsItAndFreesTheOtherRunners() {
    submit(291);
    admit(291, "sensor 7.15", "sensor 7.16", "sensor 7.11");
    begin(runs(291).get(1));
    make(runs(291).getFirst(), Result.FAILED);

    assertThat(release(291).state())
        .isEqualTo(new ReleaseState.Stopped(runs(291).getFirst().key(), "it failed"));
    assertThat(runStates(291)).containsExactly("failed", "cancelled", "cancelled");
  }

  @Test
  void whereOneCouldNotTellAndNoneFailedItIsUndecided() {
    submit(291);
    admit(291, "sensor 7.15", "sensor 7.16");
    make(runs(291).getFirst(), Result.COULD_NOT_TELL);
    assertThat(state(291)).isEqualTo("proving");
    make(runs(291).getLast(), Result.PASSED);

    assertThat(release(291).state()).isEqualTo(new ReleaseState.Undecided("it could-not-tell"));
  }

  @Test
  void whileControlsAreDueWhatPassedWaits() {
    submit(291);
    admit(291, "sensor 7.15");
    begin(runs(291).getFirst());
    end(runs(291).getFirst(), Result.PASSED, Controls.DUE, true, DATA);
    assertThat(state(291)).isEqualTo("proving");

    append(
        ledger.<List<Event>>read(
            records ->
                Road.settle(records, SENSOR, channel(291), Map.of(), Controls.RED, true, DATA)));
    assertThat(state(291)).isEqualTo("handed-on");
  }

  @Test
  void aControlThatWasNotStoppedTakesEveryProofAway() {
    submit(291);
    admit(291, "sensor 7.15");
    begin(runs(291).getFirst());
    end(runs(291).getFirst(), Result.PASSED, Controls.GREEN, true, DATA);

    assertThat(state(291)).isEqualTo("could-not-tell");
  }

  @Test
  void aPassAfterAFailureWaitsForAPerson() {
    submit(291);
    admit(291, "sensor 7.15");
    make(runs(291).getFirst(), Result.FAILED);
    append(new Event.ReleaseRetried(channel(291), "the lab's disk was full"));
    admit(291, "sensor 7.15");
    assertThat(runStates(291)).containsExactly("failed", "queued");
    make(runs(291).getLast(), Result.PASSED);

    assertThat(state(291)).isEqualTo("disputed");
    append(
        ledger.<List<Event>>read(
            records -> Road.accept(records, release(291), "looked at it", true, DATA)));
    assertThat(state(291)).isEqualTo("handed-on");
  }

  @Test
  void aReleaseThatTwoLabsHaveToProveWaitsForTheSecond() {
    submit(291);
    admitBy(2, 291, "sensor 7.15");
    assertThat(runStates(291)).containsExactly("queued", "queued");
    make(runs(291).getFirst(), Result.PASSED);
    assertThat(state(291)).isEqualTo("proving");
    assertThat(Batch.newest(runs(291)).labsBeside(runs(291).getLast())).containsExactly(LAB);
    begin(runs(291).getLast(), OTHER_LAB);
    end(runs(291).getLast(), Result.PASSED);

    assertThat(state(291)).isEqualTo("handed-on");
  }

  @Test
  void twoProofsByOneLabAreNoProofByTwo() {
    submit(291);
    admitBy(2, 291, "sensor 7.15");
    make(runs(291).getFirst(), Result.PASSED);
    make(runs(291).getLast(), Result.PASSED);

    assertThat(release(291).state())
        .isEqualTo(
            new ReleaseState.Undecided(
                "2 labs have to prove the combination of "
                    + runs(291).getFirst().key()
                    + ", and proofs are by 1 lab keys"));
  }

  @Test
  void aFailureInEitherLabIsAFailure() {
    submit(291);
    admitBy(2, 291, "sensor 7.15");
    make(runs(291).getFirst(), Result.PASSED);
    begin(runs(291).getLast(), OTHER_LAB);
    end(runs(291).getLast(), Result.FAILED);

    assertThat(state(291)).isEqualTo("stopped");
  }

  @Test
  void everyCombinationIsProvenOnceBeforeAnyIsTwice() {
    submit(291);
    admitBy(2, 291, "sensor 7.15", "sensor 7.16");

    assertThat(runs(291))
        .extracting(run -> ((Work.Prove) run.work()).counterpart())
        .containsExactly("sensor 7.15", "sensor 7.16", "sensor 7.15", "sensor 7.16");
  }

  @Test
  void anOlderProofSparesTheRunOfItsOwnLabAlone() {
    submit(291);
    admitBy(2, 291, "sensor 7.15");
    make(runs(291).getFirst(), Result.PASSED);
    make(runs(291).getLast(), Result.COULD_NOT_TELL);
    append(new Event.ReleaseRetried(channel(291), "again"));
    admitBy(2, 291, "sensor 7.15");

    assertThat(runStates(291)).endsWith("passed", "queued");
    assertThat(runs(291).get(2).lab()).isEqualTo(LAB);
    assertThat(Batch.newest(runs(291)).labsBeside(runs(291).getLast())).containsExactly(LAB);
    begin(runs(291).getLast(), OTHER_LAB);
    end(runs(291).getLast(), Result.PASSED);
    assertThat(state(291)).isEqualTo("handed-on");
  }

  @Test
  void aProofOfTheSameCombinationSparesTheRun() {
    submit(291);
    admit(291, "sensor 7.15", "sensor 7.16");
    make(runs(291).getFirst(), Result.PASSED);
    make(runs(291).getLast(), Result.COULD_NOT_TELL);
    append(new Event.ReleaseRetried(channel(291), "again"));
    admit(291, "sensor 7.15", "sensor 7.16");

    RunRecord first = runs(291).getFirst();
    assertThat(runs(291).get(2).state())
        .isEqualTo(new RunState.Passed(digest("proof of " + first.key()), first.key()));
    assertThat(runs(291).get(3).state()).isEqualTo(new RunState.Queued(0));
  }

  @Test
  void aProofByALabThatIsNotTrustedAnyMoreSparesNothing() {
    submit(291);
    admit(291, "sensor 7.15", "sensor 7.16");
    make(runs(291).getFirst(), Result.PASSED);
    make(runs(291).getLast(), Result.COULD_NOT_TELL);
    append(new Event.ReleaseRetried(channel(291), "again"));
    trusted = _ -> false;
    admit(291, "sensor 7.15", "sensor 7.16");

    assertThat(runs(291).get(2).state()).isEqualTo(new RunState.Queued(0));
  }

  @Test
  void aProofThatIsTooOldSparesNothing() {
    submit(291);
    admit(291, "sensor 7.15", "sensor 7.16");
    make(runs(291).getFirst(), Result.PASSED);
    make(runs(291).getLast(), Result.COULD_NOT_TELL);
    now.updateAndGet(time -> time.plus(PROOFS_HOLD).plusSeconds(1));
    append(new Event.ReleaseRetried(channel(291), "again"));
    admit(291, "sensor 7.15", "sensor 7.16");

    assertThat(runs(291).get(2).state()).isEqualTo(new RunState.Queued(0));
  }

  @Test
  void whatIsNoLongerSubmittedIsNotAdmitted() {
    submit(291);
    submit(292);
    admit(291, "sensor 7.15");

    assertThat(state(291)).isEqualTo("superseded");
    assertThat(runs(291)).isEmpty();
  }

  /** A release a step, proofs that take longer: the lab must neither starve nor lag behind. */
  @Test
  void underAFloodTheNewestWaitingReleaseIsNextAndProofsGoOn() {
    Random random = new Random(20261125);
    int version = 100;
    Map<RunKey, Integer> until = new HashMap<>();
    int proven = 0;
    int newestBegun = 0;
    for (int step = 0; step < 300; step++) {
      if (random.nextInt(10) < 8) {
        submit(++version);
        admit(version, "sensor 7.15", "sensor 7.16");
      }
      List<RunRecord> open = ledger.read(Records::openRuns);
      assertThat(
              open.stream()
                  .filter(run -> run.state() instanceof RunState.Queued)
                  .map(run -> ((Work.Prove) run.work()).release())
                  .distinct()
                  .count())
          .as("releases that wait, at step %d", step)
          .isLessThanOrEqualTo(2);
      until.keySet().removeIf(key -> open.stream().noneMatch(run -> run.key().equals(key)));
      for (RunRecord run : open) {
        Integer end = until.get(run.key());
        if (end != null && end <= step && stillOpen(run)) {
          until.remove(run.key());
          end(run, Result.PASSED);
        }
      }
      if (until.size() < 2) {
        @Nullable RunRecord next =
            ledger.read(Records::openRuns).stream()
                .filter(run -> run.state() instanceof RunState.Queued)
                .min(Comparator.comparingLong(RunRecord::number))
                .orElse(null);
        if (next != null) {
          begin(next);
          until.put(next.key(), step + 5 + random.nextInt(5));
          int begun = Integer.parseInt(((Work.Prove) next.work()).release().version().value());
          assertThat(begun).isGreaterThanOrEqualTo(newestBegun);
          newestBegun = begun;
        }
      }
      proven =
          (int)
              ledger
                  .read(records -> records.releases(SENSOR, CHANNEL, Long.MAX_VALUE, 200))
                  .items()
                  .stream()
                  .filter(release -> release.state() instanceof ReleaseState.HandedOn)
                  .count();
    }
    assertThat(proven).isGreaterThan(300 / 20);
  }

  private boolean stillOpen(RunRecord run) {
    return ledger
        .read(records -> records.run(SENSOR, run.key()))
        .filter(record -> !record.state().isEnd())
        .isPresent();
  }

  @Test
  void aStateThatIsGivenCountsBeforeTheRecords() {
    submit(291);
    admit(291, "sensor 7.15");
    RunRecord run = runs(291).getFirst();
    begin(run);
    RunState failed =
        RunLife.next(
            new RunState.Running(new PersonName("lab"), 1),
            new Event.RunEnded(run.key(), Result.FAILED, "panicked", null, null, 1));

    assertThat(
            ledger.<List<Event>>read(
                records ->
                    Road.settle(
                        records,
                        SENSOR,
                        channel(291),
                        Map.of(run.key(), failed),
                        Controls.RED,
                        true,
                        DATA)))
        .containsExactly(new Event.ReleaseStopped(channel(291), run.key(), "panicked"));
  }
}
