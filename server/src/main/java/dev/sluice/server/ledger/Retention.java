package dev.sluice.server.ledger;

import dev.sluice.model.Digest;
import dev.sluice.server.event.Entry;
import dev.sluice.server.event.Event;
import dev.sluice.server.event.Shown;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which content of a product may be dropped: evidence of runs that ended long ago and that nothing
 * else names. Events, releases, bundles and proofs stay for good. To be told of every entry.
 */
public final class Retention {
  private final Instant before;
  private final Set<Digest> old = new HashSet<>();
  private final Set<Digest> needed = new HashSet<>();

  /**
   * Nothing was told yet.
   *
   * @param before evidence of runs that ended earlier may go
   */
  public Retention(Instant before) {
    this.before = before;
  }

  /** What else is needed, such as the files that bundles name. */
  public void need(Set<Digest> digests) {
    needed.addAll(digests);
  }

  /** This happened. */
  public void saw(Entry entry) {
    switch (entry.event()) {
      case Event.RunEnded ended -> {
        need(ended.proof());
        if (entry.time().isBefore(before)) {
          if (ended.evidence() != null) {
            old.add(ended.evidence());
          }
        } else {
          need(ended.evidence());
        }
      }
      case Event.RunSpared spared -> need(spared.proof());
      case Event.ReleaseSubmitted submitted -> {
        need(submitted.content());
        need(submitted.provenance());
      }
      case Event.ReleaseAdmitted admitted -> need(admitted.bundle());
      case Event.RunQueued queued -> need(queued.work().bundle());
      case Event.PipelineProposed proposed -> {
        need(proposed.bundle());
        need(proposed.replaces());
      }
      case Event.OfPipeline pipeline -> need(pipeline.bundle());
      case Event.ControlsShown controls -> {
        need(controls.bundle());
        controls.shown().stream().map(Shown::content).forEach(this::need);
      }
      case Event.UrgencyApproved _,
          Event.ReleaseRefused _,
          Event.ReleaseSuperseded _,
          Event.ReleaseProven _,
          Event.ReleaseStopped _,
          Event.ReleaseUndecided _,
          Event.ReleaseDisputed _,
          Event.ReleaseAccepted _,
          Event.ReleaseRetried _,
          Event.ReleaseHandedOn _,
          Event.RunClaimed _,
          Event.RunBegun _,
          Event.RunReturned _,
          Event.RunCancelled _,
          Event.RunExpired _,
          Event.OfToken _,
          Event.AccessDenied _ -> {
        // They name no content.
      }
    }
  }

  private void need(@Nullable Digest digest) {
    if (digest != null) {
      needed.add(digest);
    }
  }

  /** What may be dropped. */
  public Set<Digest> droppable() {
    Set<Digest> droppable = new HashSet<>(old);
    droppable.removeAll(needed);
    return Set.copyOf(droppable);
  }
}
