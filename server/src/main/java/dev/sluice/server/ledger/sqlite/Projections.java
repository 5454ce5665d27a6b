package dev.sluice.server.ledger.sqlite;

import dev.sluice.model.Digest;
import dev.sluice.trust.canonical.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The tables that are built from the log: made when they are absent or of another form. */
final class Projections {
  /** To be raised whenever {@link Projector} comes to other rows for the same log. */
  private static final int PROJECTOR = 1;

  private static final int FETCHED = 1000;

  private Projections() {}

  /**
   * Builds them unless they are there in this program's form.
   *
   * @return whether they had to be built
   */
  static boolean ensure(Handle handle) {
    Optional<String> form =
        handle.createQuery("SELECT form FROM projected").mapTo(String.class).findOne();
    if (form.equals(Optional.of(form().hex()))) {
      return false;
    }
    rebuild(handle);
    return true;
  }

  /**
   * Drops them and builds them again; others see the old ones until it is done.
   *
   * @return how many events there are
   */
  static long rebuild(Handle handle) {
    return handle.inTransaction(
        transaction -> {
          transaction.createScript(Database.script("projections.sql")).execute();
          long events = 0;
          RebuiltRows rows = new RebuiltRows(transaction);
          try (var lines =
              transaction
                  .createQuery(LogTable.ALL)
                  .setFetchSize(FETCHED)
                  .map((row, _) -> LogTable.read(row))
                  .iterator()) {
            while (lines.hasNext()) {
              Projector.apply(lines.next().entry(), rows);
              events++;
            }
          }
          rows.flush();
          transaction.createScript(Database.script("indices.sql")).execute();
          transaction.execute("DELETE FROM projected");
          transaction.execute("INSERT INTO projected (form) VALUES (?)", form().hex());
          return events;
        });
  }

  private static Digest form() {
    String all = PROJECTOR + Database.script("projections.sql") + Database.script("indices.sql");
    return Sha256.of(all.getBytes(StandardCharsets.UTF_8));
  }
}
