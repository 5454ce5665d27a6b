package dev.sluice.server.ledger.sqlite;

import dev.sluice.server.ledger.Ledger;
import dev.sluice.server.ledger.LedgerContract;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.io.TempDir;

class SqliteLedgerTest extends LedgerContract {
  @TempDir Path folder;

  @Override
  protected Ledger open(InstantSource clock) {
    return SqliteLedger.open(folder.resolve("ledger.db"), clock);
  }
}
