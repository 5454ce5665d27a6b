package dev.sluice.server.ledger.audit;

import dev.sluice.server.event.Entry;
import dev.sluice.server.event.ProductName;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Has heads kept every so many entries and every so many minutes. To be told of entries as a
 * listener of the ledger, and to be asked now and then whether it is {@link #due}. Safe for use by
 * several threads.
 */
public final class HeadKeeper implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(HeadKeeper.class.getName());

  private final Heads heads;
  private final InstantSource clock;
  private final long entries;
  private final Duration longest;
  private final Map<ProductName, Head> waiting = new LinkedHashMap<>();
  private @Nullable Instant oldest;
  private long since;

  /**
   * Keeps nothing yet.
   *
   * @param entries how many may come before heads are kept
   * @param longest how long a head may wait
   */
  public HeadKeeper(Heads heads, InstantSource clock, long entries, Duration longest) {
    this.heads = heads;
    this.clock = clock;
    this.entries = entries;
    this.longest = longest;
  }

  /** The log has grown by these. */
  public synchronized void appended(List<Entry> appended) {
    Instant now = clock.instant();
    for (Entry entry : appended) {
      waiting.put(entry.product(), new Head(entry.product(), entry.number(), entry.hash(), now));
    }
    since += appended.size();
    if (oldest == null) {
      oldest = now;
    }
    due();
  }

  /** Has heads kept when it is time; a failure is told in the log and tried again the next time. */
  public synchronized void due() {
    @Nullable Instant first = oldest;
    if (first != null && (since >= entries || !clock.instant().isBefore(first.plus(longest)))) {
      keep();
    }
  }

  private void keep() {
    List<Head> all = new ArrayList<>(waiting.values());
    if (all.isEmpty()) {
      return;
    }
    try {
      heads.keep(all);
      waiting.clear();
      oldest = null;
      since = 0;
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "heads of the log could not be kept", e);
    }
  }

  /** Has the last ones kept. */
  @Override
  public synchronized void close() {
    keep();
  }
}
