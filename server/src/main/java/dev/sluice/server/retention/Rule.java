package dev.sluice.server.retention;

import dev.sluice.server.event.Work;
import dev.sluice.server.ledger.Records;
import dev.sluice.server.ledger.ReleaseRecord;
import dev.sluice.server.ledger.RunRecord;
import dev.sluice.server.life.ReleaseState;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How long is kept what nobody needs. Proofs, pipeline files and all that they name, and what was
 * handed on or still may be, stay for good whatever it says.
 *
 * @param evidence of a run, since it ended and its release too; null for ever
 * @param content of a release that ended without being handed on, since then; null for ever
 */
public record Rule(@Nullable Duration evidence, @Nullable Duration content) {
  /** Everything stays. */
  public static final Rule KEEP = new Rule(null, null);

  /** The longest time that can be said, in days. */
  public static final int MOST_DAYS = 3650;

  boolean removes() {
    return evidence != null || content != null;
  }

  /** Whether a run's evidence may go. */
  boolean mayGo(Records records, RunRecord run, Instant now) {
    @Nullable Duration kept = evidence;
    if (kept == null || !run.state().isEnd() || !isOld(run.since(), kept, now)) {
      return false;
    }
    return switch (run.work()) {
      case Work.Controls _ -> true;
      case Work.Prove prove ->
          records
              .release(run.product(), prove.release())
              .map(release -> release.state().isEnd() && isOld(release.since(), kept, now))
              .orElse(false);
    };
  }

  /** Whether a release's content may go. */
  boolean mayGo(ReleaseRecord release, Instant now) {
    return switch (release.state()) {
      case ReleaseState.Refused _,
          ReleaseState.Stopped _,
          ReleaseState.Undecided _,
          ReleaseState.Superseded _ ->
          content != null && isOld(release.since(), content, now);
      case ReleaseState.Submitted _,
          ReleaseState.Proving _,
          ReleaseState.Proven _,
          ReleaseState.Disputed _,
          ReleaseState.HandedOn _ ->
          false;
    };
  }

  private static boolean isOld(Instant since, Duration kept, Instant now) {
    return since.plus(kept).isBefore(now);
  }
}
