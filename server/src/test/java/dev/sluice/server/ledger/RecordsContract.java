package dev.sluice.server.ledger;

import static dev.sluice.server.ledger.Told.SENSOR;
import static dev.sluice.server.ledger.Told.channel;
import static dev.sluice.server.ledger.Told.digest;
import static dev.sluice.server.ledger.Told.ended;
import static dev.sluice.server.ledger.Told.queued;
import static dev.sluice.server.ledger.Told.submitted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.model.Result;
import dev.sluice.server.event.Change;
import dev.sluice.server.event.Event;
import dev.sluice.server.event.PersonName;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.event.Role;
import dev.sluice.server.event.RunKey;
import dev.sluice.server.event.Shown;
import dev.sluice.server.event.TokenKey;
import dev.sluice.server.event.Work;
import dev.sluice.server.life.ReleaseState;
import dev.sluice.server.life.RunState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the events of every ledger come to; each adapter's test extends it. */
public abstract class RecordsContract extends LedgerAtHand {
  @Test
  void aReleaseTakesItsRoad() {
    append(
        new Event.ReleaseSubmitted(
            channel(290), digest("a"), 5, "upload", "outbreak", digest("provenance")));
    now.set(START.plusSeconds(5));
    append(SENSOR, "bob", new Event.UrgencyApproved(channel(290)));
    append(
        new Event.ReleaseAdmitted(channel(290), digest("bundle"), List.of("wards stand still")),
        queued(4, channel(290)));

    ReleaseRecord proving = release(290);
    assertThat(proving)
        .isEqualTo(
            new ReleaseRecord(
                SENSOR,
                channel(290),
                1,
                4,
                digest("a"),
                5,
                "upload",
                new PersonName("ann"),
                MOMENT,
                "outbreak",
                new PersonName("bob"),
                digest("provenance"),
                new ReleaseState.Proving(digest("bundle")),
                MOMENT.plusSeconds(5),
                List.of("wards stand still")));

    append(new Event.RunClaimed(RunKey.of(4), new PersonName("lab-1"), 1, Told.lab("lab")));
    assertThat(release(290).changed()).isEqualTo(5);
    append(ended(RunKey.of(4), Result.PASSED), new Event.ReleaseProven(channel(290)));
    assertThat(ask(Records::openReleases)).as("what is proven rests").isEmpty();
    assertThat(
            this.<List<ReleaseRecord>>ask(
                records -> records.proven(SENSOR, channel(290).artifact())))
        .containsExactly(release(290));
    append(new Event.ReleaseHandedOn(channel(290), true));
    assertThat(
            this.<List<ReleaseRecord>>ask(
                records -> records.proven(SENSOR, channel(290).artifact())))
        .isEmpty();
    assertThat(release(290).state()).isEqualTo(new ReleaseState.HandedOn(digest("bundle")));
    assertThat(release(290).changed()).isEqualTo(8);
    assertThat(ask(Records::openReleases)).isEmpty();
  }

  @Test
  void aRunLivesItsLife() {
    append(
        submitted(290),
        new Event.ReleaseAdmitted(channel(290), digest("bundle"), List.of()),
        queued(3, channel(290)));
    assertThat(run(3).state()).isEqualTo(new RunState.Queued(0));
    append(new Event.RunClaimed(RunKey.of(3), new PersonName("lab-1"), 1, Told.lab("lab")));
    append(new Event.RunBegun(RunKey.of(3)));
    assertThat(run(3).state()).isEqualTo(new RunState.Running(new PersonName("lab-1"), 1));
    append(new Event.RunReturned(RunKey.of(3), "lost"));
    assertThat(run(3).state()).isEqualTo(new RunState.Queued(1));
    assertThat(ask(Records::openRuns)).hasSize(1);
    now.set(START.plusSeconds(9));
    append(
        new Event.RunClaimed(RunKey.of(3), new PersonName("lab-2"), 2, Told.lab("lab")),
        ended(RunKey.of(3), Result.PASSED));

    assertThat(run(3))
        .isEqualTo(
            new RunRecord(
                SENSOR,
                RunKey.of(3),
                3,
                8,
                Told.prove(channel(290)),
                new RunState.Passed(digest("proof r3"), null),
                MOMENT,
                MOMENT.plusSeconds(9),
                Told.lab("lab"),
                "passed",
                digest("evidence r3"),
                digest("proof r3"),
                1234,
                2));
    assertThat(ask(Records::openRuns)).isEmpty();
    assertThat(
            this.<List<RunRecord>>ask(
                records -> records.alike(SENSOR, digest("like " + channel(290)), 5)))
        .containsExactly(run(3));
    assertThat(this.<List<RunRecord>>ask(records -> records.runsOf(SENSOR, channel(290))))
        .containsExactly(run(3));
  }

  @Test
  void runsThatNobodyMakesEndToo() {
    append(
        submitted(290),
        new Event.ReleaseAdmitted(channel(290), digest("bundle"), List.of()),
        queued(3, channel(290)),
        queued(4, channel(290)),
        queued(5, channel(290)),
        new Event.RunSpared(RunKey.of(3), RunKey.of(1), digest("proof"), Told.lab("lab")),
        new Event.RunCancelled(RunKey.of(4), "superseded by channel 291"),
        new Event.RunExpired(RunKey.of(5), "three runners lost it"));

    assertThat(run(3).state()).isEqualTo(new RunState.Passed(digest("proof"), RunKey.of(1)));
    assertThat(run(3).proof()).isEqualTo(digest("proof"));
    assertThat(run(4).sentence()).isEqualTo("superseded by channel 291");
    assertThat(run(5).state()).isEqualTo(new RunState.Expired("three runners lost it"));
  }

  @Test
  void aPipelineFileIsProposedApprovedUsedAndReplaced() {
    append(
        new Event.PipelineProposed(digest("one"), null, List.of()),
        new Event.PipelineInUse(digest("one")));
    append(
        new Event.PipelineProposed(
            digest("two"), digest("one"), List.of(new Change("a check is removed", true))));
    assertThat(inUse()).map(PipelineRecord::bundle).contains(digest("one"));
    append(SENSOR, "bob", new Event.PipelineApproved(digest("two")));
    assertThat(pipeline("two").approvedBy()).isEqualTo(new PersonName("bob"));
    assertThat(pipeline("two").state()).isEqualTo(PipelineRecord.State.WAITING);
    append(new Event.PipelineInUse(digest("two")));

    assertThat(inUse()).contains(pipeline("two"));
    assertThat(pipeline("two").isWeaker()).isTrue();
    assertThat(pipeline("two").author()).isEqualTo(new PersonName("ann"));
    assertThat(pipeline("one").state()).isEqualTo(PipelineRecord.State.REPLACED);
    append(
        new Event.PipelineProposed(digest("three"), digest("two"), List.of()),
        new Event.PipelineRejected(digest("three"), "not like this"));
    assertThat(pipeline("three").reason()).isEqualTo("not like this");
    assertThat(
            this.<Page<PipelineRecord>>ask(records -> records.pipelines(SENSOR, Long.MAX_VALUE, 2))
                .items())
        .extracting(PipelineRecord::bundle)
        .containsExactly(digest("three"), digest("two"));
    append(new Event.PipelineProposed(digest("one"), digest("two"), List.of()));
    assertThat(pipeline("one").state()).isEqualTo(PipelineRecord.State.WAITING);
  }

  @Test
  void aTokenIsFoundByItsSecretUntilItIsRevoked() {
    Instant expires = Instant.parse("2027-01-01T00:00:00Z");
    append(
        ProductName.SERVER,
        "root",
        new Event.TokenCreated(
            new TokenKey("t1"),
            new PersonName("ann"),
            Role.SUBMITTER,
            SENSOR,
            digest("s"),
            expires),
        new Event.TokenCreated(
            new TokenKey("t2"), new PersonName("bob"), Role.ADMIN, null, digest("x"), expires));
    assertThat(this.<Optional<TokenRecord>>ask(records -> records.tokenOf(digest("s"))))
        .contains(
            new TokenRecord(
                new TokenKey("t1"),
                new PersonName("ann"),
                Role.SUBMITTER,
                SENSOR,
                digest("s"),
                MOMENT,
                expires,
                null));
    append(ProductName.SERVER, "root", new Event.TokenRevoked(new TokenKey("t1"), "lost"));
    assertThat(this.<Optional<TokenRecord>>ask(records -> records.token(new TokenKey("t1"))))
        .map(TokenRecord::revoked)
        .contains(MOMENT);
    assertThat(ask(Records::tokens))
        .extracting(TokenRecord::key)
        .containsExactly(new TokenKey("t2"), new TokenKey("t1"));
    assertThatThrownBy(
            () -> append(SENSOR, "ann", new Event.TokenRevoked(new TokenKey("t2"), "mine")))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void onlyWhatARunnerShowedLastIsKeptOfItsControls() {
    Shown red =
        new Shown(channel(292).artifact(), channel(292).version(), digest("bad"), "boots", true);
    Shown blind = new Shown(red.artifact(), red.version(), red.content(), "boots", false);
    PersonName one = new PersonName("lab-1");
    PersonName two = new PersonName("lab-2");
    append(
        new Event.ControlsShown(digest("bundle"), one, List.of(blind)),
        new Event.ControlsShown(digest("bundle"), two, List.of(red)),
        new Event.ControlsShown(digest("bundle"), one, List.of(red)));

    assertThat(
            this.<List<ControlsRecord>>ask(records -> records.controls(SENSOR, digest("bundle"))))
        .containsExactly(
            new ControlsRecord(digest("bundle"), one, MOMENT, List.of(red)),
            new ControlsRecord(digest("bundle"), two, MOMENT, List.of(red)));
  }

  @Test
  void whatARunnerShowedIsGoneOnceItMakesRunsWithOtherThings() {
    PersonName one = new PersonName("lab-1");
    PersonName two = new PersonName("lab-2");
    assertThat(this.<Optional<RunnerRecord>>ask(records -> records.runner(SENSOR, one))).isEmpty();
    append(
        new Event.RunnerChanged(one, List.of("qemu 7", "accelerator tcg")),
        new Event.ControlsShown(digest("bundle"), one, List.of()),
        new Event.ControlsShown(digest("bundle"), two, List.of()),
        new Event.RunnerChanged(one, List.of("qemu 8")),
        new Event.ControlsShown(digest("other"), one, List.of()));

    assertThat(this.<Optional<RunnerRecord>>ask(records -> records.runner(SENSOR, one)))
        .contains(new RunnerRecord(one, 4, List.of("qemu 8")));
    assertThat(
            this.<List<ControlsRecord>>ask(records -> records.controls(SENSOR, digest("bundle"))))
        .extracting(ControlsRecord::runner)
        .containsExactly(two);
    assertThat(this.<List<ControlsRecord>>ask(records -> records.controls(SENSOR, digest("other"))))
        .extracting(ControlsRecord::runner)
        .containsExactly(one);
  }

  @Test
  void controlsAreRunsWithoutARelease() {
    append(new Event.RunQueued(RunKey.of(1), new Work.Controls(digest("bundle"), "linux-6.1")));
    assertThat(ask(Records::openRuns))
        .extracting(RunRecord::work)
        .containsExactly(new Work.Controls(digest("bundle"), "linux-6.1"));
  }

  private RunRecord run(long number) {
    return ledger.read(records -> records.run(SENSOR, RunKey.of(number))).orElseThrow();
  }

  private PipelineRecord pipeline(String bundle) {
    return ledger.read(records -> records.pipeline(SENSOR, digest(bundle))).orElseThrow();
  }

  private Optional<PipelineRecord> inUse() {
    return ledger.read(records -> records.pipelineInUse(SENSOR));
  }
}
