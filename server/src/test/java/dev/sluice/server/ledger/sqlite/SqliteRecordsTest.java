package dev.sluice.server.ledger.sqlite;

import dev.sluice.server.ledger.Ledger;
import dev.sluice.server.ledger.RecordsContract;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.io.TempDir;

class SqliteRecordsTest extends RecordsContract {
  @TempDir Path folder;

  @Override
  protected Ledger open(InstantSource clock) {
    return SqliteLedger.open(folder.resolve("ledger.db"), clock);
  }
}
