package dev.sluice.server.dispatch;

import dev.sluice.model.Digest;
import dev.sluice.server.event.PersonName;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/** Which runners could not tell lately whether which bundles' negative controls go red. */
final class Untellable {
  /** Then it tries again. */
  private static final Duration REST = Duration.ofMinutes(10);

  private final LongSupplier nanos;
  private final Map<Showing, Long> since = new HashMap<>();

  private record Showing(PersonName runner, Digest bundle) {}

  Untellable(LongSupplier nanos) {
    this.nanos = nanos;
  }

  synchronized void add(PersonName runner, Digest bundle) {
    since.put(new Showing(runner, bundle), nanos.getAsLong());
  }

  synchronized Set<Digest> of(PersonName runner) {
    long now = nanos.getAsLong();
    since.values().removeIf(then -> now - then >= REST.toNanos());
    Set<Digest> bundles = new HashSet<>();
    since.forEach(
        (showing, _) -> {
          if (showing.runner().equals(runner)) {
            bundles.add(showing.bundle());
          }
        });
    return bundles;
  }
}
