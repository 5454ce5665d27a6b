package dev.sluice.server.ledger;

import static dev.sluice.server.ledger.Told.channel;
import static dev.sluice.server.ledger.Told.digest;

import dev.sluice.model.Result;
import dev.sluice.server.event.Change;
import dev.sluice.server.event.Event;
import dev.sluice.server.event.PersonName;
import dev.sluice.server.event.ReleaseKey;
import dev.sluice.server.event.Role;
import dev.sluice.server.event.RunKey;
import dev.sluice.server.event.Shown;
import dev.sluice.server.event.TokenKey;
import dev.sluice.server.event.Work;
import java.time.Instant;
import java.util.List;

/** At least one of every kind, with and without what may be absent. */
public final class EveryEvent {
  private EveryEvent() {}

  public static List<Event> all() {
    ReleaseKey release = channel(291);
    RunKey run = RunKey.of(12);
    PersonName lab = new PersonName("lab-1");
    return List.of(
        new Event.PipelineProposed(digest("bundle"), null, List.of()),
        new Event.PipelineProposed(
            digest("bundle"),
            digest("before"),
            List.of(
                new Change("channel: the check \"catches\" is removed", true),
                new Change("größer: 1 MiB → 2 MiB", false))),
        new Event.PipelineApproved(digest("bundle")),
        new Event.PipelineRejected(digest("bundle"), "not now"),
        new Event.PipelineInUse(digest("bundle")),
        new Event.ReleaseSubmitted(release, digest("content"), 4096, "upload", null, null),
        new Event.ReleaseSubmitted(
            release,
            digest("content"),
            4096,
            "https://feed.example/291",
            "outbreak",
            digest("provenance")),
        new Event.UrgencyApproved(release),
        new Event.ReleaseRefused(release, "larger than 1 MiB"),
        new Event.ReleaseAdmitted(release, digest("bundle"), List.of("a patient is admitted")),
        new Event.ReleaseSuperseded(release, channel(292)),
        new Event.ReleaseProven(release),
        new Event.ReleaseStopped(release, run, "it does not boot"),
        new Event.ReleaseUndecided(release, "no runner came"),
        new Event.ReleaseDisputed(release, "it had failed before"),
        new Event.ReleaseAccepted(release, "the disk was full"),
        new Event.ReleaseRetried(release, "the lab is back"),
        new Event.ReleaseHandedOn(release, true),
        new Event.RunQueued(run, Told.prove(release)),
        new Event.RunQueued(run, new Work.Controls(digest("bundle"), "linux-6.1")),
        new Event.RunClaimed(run, lab, 2, Told.lab("lab-1")),
        new Event.RunBegun(run),
        new Event.RunReturned(run, "its runner was silent for 60 s"),
        new Event.RunEnded(
            run, Result.PASSED, "passed", digest("evidence"), digest("proof"), 41_000),
        new Event.RunEnded(run, Result.COULD_NOT_TELL, "no machine", null, null, 0),
        new Event.RunSpared(run, RunKey.of(7), digest("proof"), Told.lab("lab-1")),
        new Event.RunCancelled(run, "superseded"),
        new Event.RunExpired(run, "three runners lost it"),
        new Event.ControlsShown(
            digest("bundle"),
            lab,
            List.of(
                new Shown(release.artifact(), release.version(), digest("bad"), "boots", true))),
        new Event.TokenCreated(
            new TokenKey("t3"),
            new PersonName("ann@example.org"),
            Role.SUBMITTER,
            Told.SENSOR,
            digest("secret"),
            Instant.parse("2027-01-01T00:00:00Z")),
        new Event.TokenCreated(
            new TokenKey("t4"),
            new PersonName("root"),
            Role.ADMIN,
            null,
            digest("other"),
            Instant.parse("2027-01-01T00:00:00.5Z")),
        new Event.TokenRevoked(new TokenKey("t3"), "lost"),
        new Event.AccessDenied("approve a release as a runner"),
        new Event.ReleaseVouched(release, digest("later")),
        new Event.ContentRemoved(digest("evidence"), 41_000, "the evidence of run r12"),
        new Event.RunnerChanged(lab, List.of("qemu-system-x86_64 ab12", "accelerator kvm")));
  }
}
