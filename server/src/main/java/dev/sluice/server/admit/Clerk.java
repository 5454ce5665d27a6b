package dev.sluice.server.admit;

import dev.sluice.model.Version;
import dev.sluice.server.event.Actor;
import dev.sluice.server.event.Entry;
import dev.sluice.server.event.Event;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.event.ReleaseKey;
import dev.sluice.server.event.TraceId;
import dev.sluice.server.labs.LabTrust;
import dev.sluice.server.ledger.Decided;
import dev.sluice.server.ledger.Ledger;
import dev.sluice.server.ledger.LedgerException;
import dev.sluice.server.ledger.PipelineRecord;
import dev.sluice.server.ledger.ReleaseRecord;
import dev.sluice.server.road.Admission;
import dev.sluice.server.road.Road;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Admits what was submitted, one release after the other: urgent ones first, then the newest. What
 * was submitted before a restart is admitted after it.
 */
public final class Clerk implements AutoCloseable {
  /** What could not be looked at is looked at again after so long. */
  static final Duration AGAIN = Duration.ofSeconds(30);

  /** A proof may stand for a run of the same likeness for so long. */
  static final Duration PROOFS_HOLD = Duration.ofDays(30);

  private static final System.Logger LOG = System.getLogger(Clerk.class.getName());
  private static final int MOST_OTHERS = 200;

  private final Ledger ledger;
  private final Examiner examiner;
  private final LabTrust trust;
  private final LongSupplier nanos;
  private final Semaphore news = new Semaphore(0);
  private final Map<Waiting, Long> notBefore = new HashMap<>();
  private final Thread thread;
  private volatile boolean closed;

  private record Waiting(ProductName product, ReleaseKey release) {}

  /**
   * Begins at once.
   *
   * @param trust by whose lab keys an older proof may stand for a run
   * @param nanos a clock that never goes back, such as {@link System#nanoTime}
   */
  public Clerk(Ledger ledger, Examiner examiner, LabTrust trust, LongSupplier nanos) {
    this.ledger = ledger;
    this.examiner = examiner;
    this.trust = trust;
    this.nanos = nanos;
    ledger.listen(this::heard);
    this.thread = Thread.ofPlatform().name("clerk").start(this::work);
    news.release();
  }

  private void heard(List<Entry> entries) {
    for (Entry entry : entries) {
      if (entry.event() instanceof Event.ReleaseSubmitted
          || entry.event() instanceof Event.ReleaseRetried
          || entry.event() instanceof Event.ReleaseVouched
          || entry.event() instanceof Event.PipelineInUse) {
        news.release();
        return;
      }
    }
  }

  private void work() {
    while (!closed) {
      try {
        if (!admitNext()) {
          boolean _ = news.tryAcquire(AGAIN.toMillis(), TimeUnit.MILLISECONDS);
          news.drainPermits();
        }
      } catch (InterruptedException e) {
        return;
      } catch (LedgerException e) {
        LOG.log(System.Logger.Level.ERROR, "admission waits: " + e.getMessage(), e);
        pause();
      } catch (RuntimeException | Error e) {
        // One bad release must not end admission for all.
        LOG.log(System.Logger.Level.ERROR, "admission failed", e);
        pause();
      }
    }
  }

  private void pause() {
    try {
      boolean _ = news.tryAcquire(AGAIN.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** False when nothing waits that may be looked at now. */
  private boolean admitNext() throws InterruptedException {
    notBefore.values().removeIf(at -> at - nanos.getAsLong() <= 0);
    int most = notBefore.size() + 1;
    Optional<ReleaseRecord> next =
        ledger.read(records -> records.submittedReleases(most)).stream()
            .filter(one -> !notBefore.containsKey(new Waiting(one.product(), one.key())))
            .findFirst();
    if (next.isEmpty()) {
      return false;
    }
    ReleaseRecord release = next.get();
    Waiting waiting = new Waiting(release.product(), release.key());
    notBefore.put(waiting, nanos.getAsLong() + AGAIN.toNanos());
    Optional<PipelineRecord> pipeline =
        ledger.read(records -> records.pipelineInUse(release.product()));
    if (pipeline.isEmpty()) {
      return true;
    }
    List<Version> others =
        ledger.read(
            records ->
                records.admittedVersions(
                    release.product(), release.key().artifact(), release.number(), MOST_OTHERS));
    Admission admission = examiner.examine(release, pipeline.get().bundle(), others);
    if (admission instanceof Admission.CouldNotTell(var reason)) {
      if (closed) {
        return false;
      }
      LOG.log(
          System.Logger.Level.WARNING, release.key().title() + " waits for admission: " + reason);
      return true;
    }
    ledger.decide(
        new Ledger.Call(release.product(), Actor.SERVER, "admission", trace(release)),
        (records, now) ->
            records
                    .pipelineInUse(release.product())
                    .filter(used -> used.bundle().equals(pipeline.get().bundle()))
                    .isPresent()
                ? Road.admit(
                    records,
                    release.product(),
                    release.key(),
                    admission,
                    PROOFS_HOLD,
                    lab -> trust.trusts(release.product(), lab),
                    now)
                : Decided.nothing(false));
    notBefore.remove(waiting);
    return true;
  }

  private TraceId trace(ReleaseRecord release) {
    return ledger
        .read(records -> records.entries(release.product(), release.number() - 1, 1))
        .items()
        .getFirst()
        .trace();
  }

  /** Waits for the release that is being looked at. */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join(AGAIN);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
