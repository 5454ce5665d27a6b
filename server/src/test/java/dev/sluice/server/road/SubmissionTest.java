package dev.sluice.server.road;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.Result;
import dev.sluice.server.event.Event;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.event.RunKey;
import dev.sluice.server.event.Work;
import dev.sluice.server.ledger.Records;
import dev.sluice.server.ledger.RunRecord;
import dev.sluice.server.life.ReleaseState;
import dev.sluice.server.life.RunState;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SubmissionTest extends OnTheRoad {
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
  void whatIsNoLongerSubmittedIsNotAdmitted() {
    submit(291);
    submit(292);
    admit(291, "sensor 7.15");

    assertThat(state(291)).isEqualTo("superseded");
    assertThat(runs(291)).isEmpty();
  }

  @Test
  void olderDataThatIsRetriedAfterNewerDataWasHandedOnIsSuperseded() {
    submit(291);
    append(new Event.ReleaseRefused(channel(291), "its validator was broken"));
    handOn(292, DATA);

    append(new Event.ReleaseRetried(channel(291), "the validator is mended"));
    admit(291, "sensor 7.15");

    assertThat(release(291).state()).isEqualTo(new ReleaseState.Superseded(channel(292)));
    assertThat(runs(291)).isEmpty();
  }

  @Test
  void olderDataThatIsVouchedForAfterNewerDataWasHandedOnIsSuperseded() {
    submit(291);
    append(new Event.ReleaseRefused(channel(291), "no provenance"));
    handOn(292, DATA);

    vouch(291, "content 291", "a statement");
    admit(291, "sensor 7.15");

    assertThat(release(291).state()).isEqualTo(new ReleaseState.Superseded(channel(292)));
  }

  @Test
  void anOlderApplicationThatIsRetriedAfterANewerOneWasHandedOnIsRefused() {
    submit(291, "a", APPLICATION);
    append(new Event.ReleaseRefused(channel(291), "its validator was broken"));
    handOn(292, APPLICATION);

    append(new Event.ReleaseRetried(channel(291), "the validator is mended"));
    admitBy(1, 291, APPLICATION, "channel 1");

    assertThat(release(291).state())
        .isEqualTo(
            new ReleaseState.Refused(
                "version 291 is older than 292, which is known here already; going back is a"
                    + " recall and no release"));
  }

  @Test
  void anApplicationThatIsRetriedAfterAnOlderOneWasHandedOnGoesOn() {
    submit(292, "a", APPLICATION);
    append(new Event.ReleaseRefused(channel(292), "its validator was broken"));
    handOn(291, APPLICATION);

    append(new Event.ReleaseRetried(channel(292), "the validator is mended"));
    admitBy(1, 292, APPLICATION, "channel 1");

    assertThat(state(292)).isEqualTo("proving");
  }

  private void handOn(int version, boolean newestWins) {
    submit(version, "content " + version, newestWins);
    admitBy(1, version, newestWins, "counterpart");
    begin(runs(version).getFirst());
    end(runs(version).getFirst(), Result.PASSED, Controls.RED, true, newestWins);
    assertThat(state(version)).isEqualTo("handed-on");
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
}
