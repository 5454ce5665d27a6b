package dev.sluice.server.ledger.sqlite;

import dev.sluice.model.Digest;
import dev.sluice.server.event.PersonName;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.event.Shown;
import dev.sluice.server.ledger.ControlsRecord;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import tools.jackson.core.type.TypeReference;

/** The table {@code controls}. */
final class ControlsTable {
  static final String PUT =
      """
      INSERT INTO controls (product, bundle, runner, number, time, shown)
      VALUES (:product, :bundle, :runner, :number, :time, :shown)
      ON CONFLICT (product, bundle, runner) DO UPDATE SET number = excluded.number,
        time = excluded.time, shown = excluded.shown""";

  private static final TypeReference<List<Shown>> SHOWN = new TypeReference<>() {};

  private ControlsTable() {}

  static <S extends SqlStatement<S>> S bind(
      S statement, ProductName product, long number, ControlsRecord controls) {
    return statement
        .bind("product", product.value())
        .bind("bundle", controls.bundle().hex())
        .bind("runner", controls.runner().value())
        .bind("number", number)
        .bind("time", controls.time().toEpochMilli())
        .bind("shown", Columns.list(controls.shown()));
  }

  /** All that a runner showed of a product. */
  static void remove(Handle handle, ProductName product, PersonName runner) {
    handle.execute(
        "DELETE FROM controls WHERE product = ? AND runner = ?", product.value(), runner.value());
  }

  static List<ControlsRecord> list(Handle handle, ProductName product, Digest bundle) {
    return handle
        .createQuery(
            "SELECT * FROM controls WHERE product = :product AND bundle = :bundle"
                + " ORDER BY number DESC")
        .bind("product", product.value())
        .bind("bundle", bundle.hex())
        .map((row, _) -> read(row))
        .list();
  }

  private static ControlsRecord read(ResultSet row) throws SQLException {
    return new ControlsRecord(
        new Digest(row.getString("bundle")),
        new PersonName(row.getString("runner")),
        Columns.instant(row, "time"),
        Columns.list(row.getString("shown"), SHOWN));
  }
}
