package dev.sluice.server.dispatch;

import dev.sluice.server.event.PersonName;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.event.RunKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How long each run that is out may stay out without a word. In memory: after a restart everything
 * that is out gets a full lease, so that runners that kept on working lose nothing. Safe for use by
 * several threads.
 */
final class Leases {
  private final Duration length;
  private final LongSupplier nanos;
  private final Map<Key, Lease> leases = new HashMap<>();

  private record Key(ProductName product, RunKey run) {}

  /** Unheard of: since this process began. */
  private record Lease(
      PersonName runner, int attempt, long renewed, boolean begun, boolean unheard) {}

  /** A lease that is on. */
  record On(ProductName product, RunKey run, int attempt) {}

  /** A lease that nobody renewed. */
  record Over(ProductName product, RunKey run, PersonName runner, int attempt) {}

  /**
   * None yet.
   *
   * @param nanos a clock that never goes back, such as {@link System#nanoTime}
   */
  Leases(Duration length, LongSupplier nanos) {
    this.length = length;
    this.nanos = nanos;
  }

  Duration length() {
    return length;
  }

  /** Begins a lease, or leaves the one of this attempt as it is. */
  synchronized void grant(ProductName product, RunKey run, PersonName runner, int attempt) {
    grant(product, run, runner, attempt, false);
  }

  /** Begins a full one of a run that was out before this process began. */
  synchronized void restore(ProductName product, RunKey run, PersonName runner, int attempt) {
    grant(product, run, runner, attempt, true);
  }

  private void grant(
      ProductName product, RunKey run, PersonName runner, int attempt, boolean unheard) {
    leases.merge(
        new Key(product, run),
        new Lease(runner, attempt, nanos.getAsLong(), false, unheard),
        (old, fresh) -> old.attempt() >= attempt ? old : fresh);
  }

  /** Whether the runner has the lease of this attempt; from now on it is a full one. */
  synchronized boolean renew(ProductName product, RunKey run, PersonName runner, int attempt) {
    Lease lease = leases.get(new Key(product, run));
    if (lease == null || lease.attempt() != attempt || !lease.runner().equals(runner)) {
      return false;
    }
    leases.put(
        new Key(product, run), new Lease(runner, attempt, nanos.getAsLong(), lease.begun(), false));
    return true;
  }

  /** Notes that the work itself goes on. */
  synchronized void begin(ProductName product, RunKey run, int attempt) {
    leases.computeIfPresent(
        new Key(product, run),
        (_, lease) ->
            lease.attempt() == attempt
                ? new Lease(lease.runner(), attempt, lease.renewed(), true, false)
                : lease);
  }

  synchronized boolean isBegun(ProductName product, RunKey run, int attempt) {
    Lease lease = leases.get(new Key(product, run));
    return lease != null && lease.attempt() == attempt && lease.begun();
  }

  synchronized void end(ProductName product, RunKey run) {
    leases.remove(new Key(product, run));
  }

  /** The same of one attempt: a newer one is left. */
  synchronized void end(ProductName product, RunKey run, int attempt) {
    leases.computeIfPresent(
        new Key(product, run), (_, lease) -> lease.attempt() == attempt ? null : lease);
  }

  /** A runner's restored ones of which it said nothing yet. */
  synchronized List<On> unheard(PersonName runner) {
    List<On> unheard = new ArrayList<>();
    leases.forEach(
        (key, lease) -> {
          if (lease.unheard() && lease.runner().equals(runner)) {
            unheard.add(new On(key.product(), key.run(), lease.attempt()));
          }
        });
    return unheard;
  }

  /** Those that are over and not ended yet. */
  synchronized List<Over> over() {
    long now = nanos.getAsLong();
    List<Over> over = new ArrayList<>();
    leases.forEach(
        (key, lease) -> {
          if (now - lease.renewed() >= length.toNanos()) {
            over.add(new Over(key.product(), key.run(), lease.runner(), lease.attempt()));
          }
        });
    return over;
  }
}
