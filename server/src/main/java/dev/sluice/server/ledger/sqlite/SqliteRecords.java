package dev.sluice.server.ledger.sqlite;

import dev.sluice.model.ArtifactName;
import dev.sluice.model.Digest;
import dev.sluice.model.Version;
import dev.sluice.server.event.Entry;
import dev.sluice.server.event.PersonName;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.event.ReleaseKey;
import dev.sluice.server.event.RunKey;
import dev.sluice.server.event.TokenKey;
import dev.sluice.server.ledger.ControlsRecord;
import dev.sluice.server.ledger.Line;
import dev.sluice.server.ledger.Page;
import dev.sluice.server.ledger.PipelineRecord;
import dev.sluice.server.ledger.Records;
import dev.sluice.server.ledger.ReleaseRecord;
import dev.sluice.server.ledger.RemovedRecord;
import dev.sluice.server.ledger.RunRecord;
import dev.sluice.server.ledger.RunnerRecord;
import dev.sluice.server.ledger.TokenRecord;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.ToLongFunction;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The tables as seen by one transaction. */
final class SqliteRecords implements Records {
  private final Handle handle;

  SqliteRecords(Handle handle) {
    this.handle = handle;
  }

  @Override
  public long nextNumber(ProductName product) {
    return LogTable.head(handle, product).map(head -> head.number() + 1).orElse(1L);
  }

  @Override
  public List<ProductName> products() {
    return LogTable.products(handle);
  }

  @Override
  public Page<Entry> entries(ProductName product, long after, int limit) {
    return page(
        limit,
        most -> LogTable.list(handle, product, after, most).stream().map(Line::entry).toList(),
        Entry::number);
  }

  @Override
  public Optional<PipelineRecord> pipelineInUse(ProductName product) {
    return PipelineTable.inUse(handle, product);
  }

  @Override
  public Page<PipelineRecord> pipelines(ProductName product, long before, int limit) {
    return page(
        limit, most -> PipelineTable.list(handle, product, before, most), PipelineRecord::number);
  }

  @Override
  public Optional<PipelineRecord> pipeline(ProductName product, Digest bundle) {
    return PipelineTable.newest(handle, product, bundle);
  }

  @Override
  public Optional<ReleaseRecord> release(ProductName product, ReleaseKey key) {
    return ReleaseTable.find(handle, product, key);
  }

  @Override
  public Page<ReleaseRecord> releases(
      ProductName product, @Nullable ArtifactName artifact, long before, int limit) {
    return page(
        limit,
        most -> ReleaseTable.list(handle, product, artifact, before, most),
        ReleaseRecord::number);
  }

  @Override
  public List<Version> admittedVersions(
      ProductName product, ArtifactName artifact, long before, int limit) {
    return ReleaseTable.admitted(handle, product, artifact, before, limit);
  }

  @Override
  public List<ReleaseRecord> provenSince(
      ProductName product, ArtifactName artifact, long after, int limit) {
    return ReleaseTable.provenSince(handle, product, artifact, after, limit);
  }

  @Override
  public List<ReleaseRecord> submittedReleases(int limit) {
    return ReleaseTable.submitted(handle, limit);
  }

  @Override
  public List<ReleaseRecord> openReleases() {
    return ReleaseTable.open(handle);
  }

  @Override
  public List<ReleaseRecord> proven(ProductName product, ArtifactName artifact) {
    return ReleaseTable.proven(handle, product, artifact);
  }

  @Override
  public Optional<RunRecord> run(ProductName product, RunKey key) {
    return RunTable.find(handle, product, key);
  }

  @Override
  public List<RunRecord> runsOf(ProductName product, ReleaseKey release) {
    return RunTable.of(handle, product, release);
  }

  @Override
  public Page<RunRecord> runs(ProductName product, long before, int limit) {
    return page(limit, most -> RunTable.list(handle, product, before, most), RunRecord::number);
  }

  @Override
  public List<RunRecord> openRuns() {
    return RunTable.open(handle);
  }

  @Override
  public List<RunRecord> alike(ProductName product, Digest likeness, int limit) {
    return RunTable.alike(handle, product, likeness, limit);
  }

  @Override
  public List<ControlsRecord> controls(ProductName product, Digest bundle) {
    return ControlsTable.list(handle, product, bundle);
  }

  @Override
  public Optional<RunnerRecord> runner(ProductName product, PersonName runner) {
    return RunnerTable.find(handle, product, runner);
  }

  @Override
  public List<ReleaseRecord> releasesWith(ProductName product, Set<Digest> contents) {
    return contents.isEmpty() ? List.of() : ReleaseTable.with(handle, product, contents);
  }

  @Override
  public List<RunRecord> runsWith(ProductName product, Set<Digest> contents) {
    return contents.isEmpty() ? List.of() : RunTable.with(handle, product, contents);
  }

  @Override
  public Optional<RemovedRecord> removed(ProductName product, Digest content) {
    return RemovedTable.find(handle, product, content);
  }

  @Override
  public List<RemovedRecord> removals(ProductName product, int limit) {
    return RemovedTable.list(handle, product, limit);
  }

  @Override
  public Optional<TokenRecord> token(TokenKey key) {
    return TokenTable.find(handle, key);
  }

  @Override
  public Optional<TokenRecord> tokenOf(Digest secret) {
    return TokenTable.of(handle, secret);
  }

  @Override
  public List<TokenRecord> tokens() {
    return TokenTable.list(handle);
  }

  /** Asks for one more than is wanted, to know whether something follows. */
  private static <T> Page<T> page(int limit, IntFunction<List<T>> list, ToLongFunction<T> number) {
    if (limit < 1 || limit == Integer.MAX_VALUE) {
      throw new IllegalArgumentException("a page cannot have " + limit + " items");
    }
    List<T> found = list.apply(limit + 1);
    if (found.size() <= limit) {
      return new Page<>(found, null);
    }
    List<T> items = found.subList(0, limit);
    return new Page<>(items, number.applyAsLong(items.getLast()));
  }
}
