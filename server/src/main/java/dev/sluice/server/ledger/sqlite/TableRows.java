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
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The tables themselves. */
final class TableRows implements Rows {
  private final Handle handle;

  TableRows(Handle handle) {
    this.handle = handle;
  }

  @Override
  public @Nullable ReleaseRecord release(ProductName product, ReleaseKey key) {
    return ReleaseTable.find(handle, product, key).orElse(null);
  }

  @Override
  public void put(ReleaseRecord release) {
    ReleaseTable.bind(handle.createUpdate(ReleaseTable.PUT), release).execute();
  }

  @Override
  public @Nullable RunRecord run(ProductName product, RunKey key) {
    return RunTable.find(handle, product, key).orElse(null);
  }

  @Override
  public void put(RunRecord run) {
    RunTable.bind(handle.createUpdate(RunTable.PUT), run).execute();
  }

  @Override
  public @Nullable PipelineRecord pipeline(ProductName product, Digest bundle) {
    return PipelineTable.newest(handle, product, bundle).orElse(null);
  }

  @Override
  public @Nullable PipelineRecord pipelineInUse(ProductName product) {
    return PipelineTable.inUse(handle, product).orElse(null);
  }

  @Override
  public void put(PipelineRecord pipeline) {
    PipelineTable.bind(handle.createUpdate(PipelineTable.PUT), pipeline).execute();
  }

  @Override
  public void put(ProductName product, long number, ControlsRecord controls) {
    ControlsTable.bind(handle.createUpdate(ControlsTable.PUT), product, number, controls).execute();
  }

  @Override
  public void put(ProductName product, RunnerRecord runner) {
    RunnerTable.put(handle, product, runner);
    ControlsTable.remove(handle, product, runner.runner());
  }

  @Override
  public void put(RemovedRecord removed) {
    RemovedTable.put(handle, removed);
  }

  @Override
  public @Nullable TokenRecord token(TokenKey key) {
    return TokenTable.find(handle, key).orElse(null);
  }

  @Override
  public void put(TokenRecord token) {
    TokenTable.bind(handle.createUpdate(TokenTable.PUT), token).execute();
  }

  @Override
  public void put(Head head) {
    handle
        .createUpdate(LogTable.PUT_HEAD)
        .bind("product", head.product().value())
        .bind("number", head.number())
        .bind("hash", head.hash().hex())
        .execute();
  }
}
