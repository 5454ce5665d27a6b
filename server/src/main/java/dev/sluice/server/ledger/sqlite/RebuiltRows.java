package dev.sluice.server.ledger.sqlite;

import dev.sluice.model.Digest;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.event.ReleaseKey;
import dev.sluice.server.event.RunKey;
import dev.sluice.server.event.TokenKey;
import dev.sluice.server.ledger.ControlsRecord;
import dev.sluice.server.ledger.PipelineRecord;
import dev.sluice.server.ledger.ReleaseRecord;
import dev.sluice.server.ledger.RemovedRecord;
import dev.sluice.server.ledger.RunRecord;
import dev.sluice.server.ledger.RunnerRecord;
import dev.sluice.server.ledger.TokenRecord;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/**
 * The tables while they are built again: a row that changes often is held in memory and written
 * once, many in a batch.
 */
final class RebuiltRows implements Rows {
  private static final int MOST_HELD = 20_000;

  private final Handle handle;
  private final Rows tables;
  private final Map<ReleaseId, ReleaseRecord> releases = new LinkedHashMap<>();
  private final Map<RunId, RunRecord> runs = new LinkedHashMap<>();
  private final Map<ProductName, Head> heads = new LinkedHashMap<>();

  // What cannot be in the tables is not looked for: most of what is put is new.
  private final Map<ProductName, Long> newestRuns = new HashMap<>();
  private final BitSet writtenReleases = new BitSet();

  RebuiltRows(Handle handle) {
    this.handle = handle;
    this.tables = new TableRows(handle);
  }

  private record ReleaseId(ProductName product, ReleaseKey key) {}

  private record RunId(ProductName product, RunKey key) {}

  /** Two may have the same one, so a slot that is set only says that a look is worth it. */
  private static int slot(ReleaseId id) {
    return (id.hashCode() * 0x9E3779B9) >>> 8;
  }

  @Override
  public @Nullable ReleaseRecord release(ProductName product, ReleaseKey key) {
    ReleaseId id = new ReleaseId(product, key);
    @Nullable ReleaseRecord held = releases.get(id);
    return held == null && writtenReleases.get(slot(id)) ? tables.release(product, key) : held;
  }

  @Override
  public void put(ReleaseRecord release) {
    releases.put(new ReleaseId(release.product(), release.key()), release);
    flushWhenMany();
  }

  @Override
  public @Nullable RunRecord run(ProductName product, RunKey key) {
    @Nullable RunRecord held = runs.get(new RunId(product, key));
    return held == null && key.number() <= newestRuns.getOrDefault(product, 0L)
        ? tables.run(product, key)
        : held;
  }

  @Override
  public void put(RunRecord run) {
    runs.put(new RunId(run.product(), run.key()), run);
    flushWhenMany();
  }

  @Override
  public void put(Head head) {
    heads.put(head.product(), head);
  }

  private void flushWhenMany() {
    if (releases.size() + runs.size() >= MOST_HELD) {
      flush();
    }
  }

  /** Writes what is held; to be called at the end. */
  void flush() {
    releases.keySet().forEach(id -> writtenReleases.set(slot(id)));
    for (RunRecord run : runs.values()) {
      newestRuns.merge(run.product(), run.number(), Math::max);
    }
    write(ReleaseTable.PUT, releases, ReleaseTable::bind);
    write(RunTable.PUT, runs, RunTable::bind);
    heads.values().forEach(tables::put);
    heads.clear();
  }

  private <R> void write(String sql, Map<?, R> rows, BiConsumer<PreparedBatch, R> bind) {
    if (!rows.isEmpty()) {
      try (PreparedBatch batch = handle.prepareBatch(sql)) {
        for (R row : rows.values()) {
          bind.accept(batch, row);
          batch.add();
        }
        batch.execute();
      }
      rows.clear();
    }
  }

  // The rest is rare, and goes to the tables at once.

  @Override
  public @Nullable PipelineRecord pipeline(ProductName product, Digest bundle) {
    return tables.pipeline(product, bundle);
  }

  @Override
  public @Nullable PipelineRecord pipelineInUse(ProductName product) {
    return tables.pipelineInUse(product);
  }

  @Override
  public void put(PipelineRecord pipeline) {
    tables.put(pipeline);
  }

  @Override
  public void put(ProductName product, long number, ControlsRecord controls) {
    tables.put(product, number, controls);
  }

  @Override
  public void put(ProductName product, RunnerRecord runner) {
    tables.put(product, runner);
  }

  @Override
  public void put(RemovedRecord removed) {
    tables.put(removed);
  }

  @Override
  public @Nullable TokenRecord token(TokenKey key) {
    return tables.token(key);
  }

  @Override
  public void put(TokenRecord token) {
    tables.put(token);
  }
}
