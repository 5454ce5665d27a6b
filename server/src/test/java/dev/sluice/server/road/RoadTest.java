package dev.sluice.server.road;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.Result;
import dev.sluice.server.api.WireForms;
import dev.sluice.server.event.Event;
import dev.sluice.server.event.PersonName;
import dev.sluice.server.event.ReleaseKey;
import dev.sluice.server.event.Work;
import dev.sluice.server.ledger.Decided;
import dev.sluice.server.ledger.ReleaseRecord;
import dev.sluice.server.ledger.RunRecord;
import dev.sluice.server.life.ReleaseState;
import dev.sluice.server.life.RunLife;
import dev.sluice.server.life.RunState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RoadTest extends OnTheRoad {
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
  void oneFailureStopsItAndWhatHasNotBegun() {
    submit(291);
    admit(291, "sensor 7.15", "sensor 7.16", "sensor 7.11", "sensor 7.10");
    begin(runs(291).get(1));
    append(new Event.RunClaimed(runs(291).get(2).key(), new PersonName("lab"), 1, LAB));
    make(runs(291).getFirst(), Result.FAILED);

    assertThat(release(291).state())
        .isEqualTo(new ReleaseState.Stopped(runs(291).getFirst().key(), "it failed"));
    assertThat(runStates(291)).containsExactly("failed", "running", "cancelled", "cancelled");
  }

  @Test
  void whatRunsWhenItIsStoppedTellsItsReasonToo() {
    submit(291);
    admit(291, "sensor 7.15", "sensor 7.16");
    begin(runs(291).getLast());
    make(runs(291).getFirst(), Result.FAILED);
    end(runs(291).getLast(), Result.FAILED);

    assertThat(release(291).state())
        .isEqualTo(new ReleaseState.Stopped(runs(291).getFirst().key(), "it failed"));
    assertThat(runStates(291)).containsExactly("failed", "failed");
  }

  @Test
  void ofSeveralFailuresTheOneMostAtRiskIsToldWhicheverEndedFirst() {
    submit(291);
    admit(291, "sensor 7.15", "sensor 7.16");
    begin(runs(291).getFirst());
    make(runs(291).getLast(), Result.FAILED);
    end(runs(291).getFirst(), Result.FAILED);

    assertThat(WireForms.of(release(291), runs(291)).sentence())
        .isEqualTo(runs(291).getFirst().key() + ": it failed");
  }

  @Test
  void aRetryEndsWhatStillRunsOfTheTryBefore() {
    submit(291);
    admit(291, "sensor 7.15", "sensor 7.16");
    begin(runs(291).getLast());
    make(runs(291).getFirst(), Result.FAILED);

    retry(291);

    assertThat(state(291)).isEqualTo("submitted");
    assertThat(runStates(291)).containsExactly("failed", "cancelled");
  }

  @Test
  void whatComesAfterAStoppedReleaseHasTheRunnersForItself() {
    submit(291, "a", APPLICATION);
    admitBy(1, 291, APPLICATION, "channel 1", "channel 2");
    begin(runs(291).getLast());
    make(runs(291).getFirst(), Result.FAILED);

    submit(292, "b", APPLICATION);

    assertThat(runStates(291)).containsExactly("failed", "cancelled");
  }

  @Test
  void anOlderApplicationThatIsProvenAfterANewerOneIsNotHandedOnByRule() {
    submit(291, "a", APPLICATION);
    admitBy(1, 291, APPLICATION, "channel 1");
    begin(runs(291).getFirst());
    submit(292, "b", APPLICATION);
    admitBy(1, 292, APPLICATION, "channel 1");
    begin(runs(292).getFirst());
    end(runs(292).getFirst(), Result.PASSED, Controls.RED, true, APPLICATION);
    assertThat(state(292)).isEqualTo("handed-on");

    end(runs(291).getFirst(), Result.PASSED, Controls.RED, true, APPLICATION);

    assertThat(state(291)).isEqualTo("proven");
    Optional<ReleaseKey> before =
        ledger
            .read(
                records ->
                    Road.behind(records, records.release(SENSOR, channel(291)).orElseThrow()))
            .map(ReleaseRecord::key);
    assertThat(before).contains(channel(292));
  }

  private void retry(int version) {
    ledger.decide(
        call(),
        (records, _) ->
            new Decided<>(
                Road.retry(
                    records, records.release(SENSOR, channel(version)).orElseThrow(), "again"),
                true));
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
  void aPersonMaySayThatTheFailureWasTrue() {
    submit(291);
    admit(291, "sensor 7.15");
    make(runs(291).getFirst(), Result.FAILED);
    retry(291);
    admit(291, "sensor 7.15");
    make(runs(291).getLast(), Result.PASSED);
    assertThat(state(291)).isEqualTo("disputed");

    append(
        ledger.<List<Event>>read(
            records ->
                Road.reject(
                    records, records.release(SENSOR, channel(291)).orElseThrow(), "a race")));

    assertThat(release(291).state())
        .isEqualTo(
            new ReleaseState.Stopped(
                runs(291).getFirst().key(), "a run failed and then passed; rejected: a race"));
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
