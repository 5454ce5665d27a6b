package dev.sluice.server.ledger.sqlite;

import dev.sluice.model.Digest;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.ledger.RemovedRecord;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The table {@code removed}. */
final class RemovedTable {
  private static final String PUT =
      """
      INSERT INTO removed (product, content, number, time, reason)
      VALUES (:product, :content, :number, :time, :reason)
      ON CONFLICT (product, content) DO UPDATE SET number = excluded.number,
        time = excluded.time, reason = excluded.reason""";

  private RemovedTable() {}

  static void put(Handle handle, RemovedRecord removed) {
    handle
        .createUpdate(PUT)
        .bind("product", removed.product().value())
        .bind("content", removed.content().hex())
        .bind("number", removed.number())
        .bind("time", removed.time().toEpochMilli())
        .bind("reason", removed.reason())
        .execute();
  }

  static Optional<RemovedRecord> find(Handle handle, ProductName product, Digest content) {
    return handle
        .createQuery("SELECT * FROM removed WHERE product = :product AND content = :content")
        .bind("product", product.value())
        .bind("content", content.hex())
        .map((row, _) -> read(row))
        .findOne();
  }

  static List<RemovedRecord> list(Handle handle, ProductName product, int most) {
    return handle
        .createQuery(
            "SELECT * FROM removed WHERE product = :product ORDER BY number DESC LIMIT :most")
        .bind("product", product.value())
        .bind("most", most)
        .map((row, _) -> read(row))
        .list();
  }

  private static RemovedRecord read(ResultSet row) throws SQLException {
    return new RemovedRecord(
        new ProductName(row.getString("product")),
        new Digest(row.getString("content")),
        row.getLong("number"),
        Columns.instant(row, "time"),
        row.getString("reason"));
  }
}
