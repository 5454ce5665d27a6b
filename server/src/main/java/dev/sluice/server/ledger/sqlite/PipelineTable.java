package dev.sluice.server.ledger.sqlite;

import dev.sluice.model.Digest;
import dev.sluice.server.event.Change;
import dev.sluice.server.event.PersonName;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.ledger.PipelineRecord;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import tools.jackson.core.type.TypeReference;

/** The table {@code pipelines}. */
final class PipelineTable {
  static final String PUT =
      """
      INSERT INTO pipelines (product, number, bundle, replaces, changes, author, proposed,
        approved_by, state, reason)
      VALUES (:product, :number, :bundle, :replaces, :changes, :author, :proposed, :approvedBy,
        :state, :reason)
      ON CONFLICT (product, number) DO UPDATE SET approved_by = excluded.approved_by,
        state = excluded.state, reason = excluded.reason""";

  private static final TypeReference<List<Change>> CHANGES = new TypeReference<>() {};

  private PipelineTable() {}

  static <S extends SqlStatement<S>> S bind(S statement, PipelineRecord pipeline) {
    return statement
        .bind("product", pipeline.product().value())
        .bind("number", pipeline.number())
        .bind("bundle", pipeline.bundle().hex())
        .bind("replaces", Columns.text(pipeline.replaces()))
        .bind("changes", Columns.list(pipeline.changes()))
        .bind("author", pipeline.author().value())
        .bind("proposed", pipeline.proposed().toEpochMilli())
        .bind("approvedBy", Columns.text(pipeline.approvedBy()))
        .bind("state", pipeline.state().word())
        .bind("reason", pipeline.reason());
  }

  static Optional<PipelineRecord> newest(Handle handle, ProductName product, Digest bundle) {
    return handle
        .createQuery(
            "SELECT * FROM pipelines WHERE product = :product AND bundle = :bundle"
                + " ORDER BY number DESC LIMIT 1")
        .bind("product", product.value())
        .bind("bundle", bundle.hex())
        .map((row, _) -> read(row))
        .findOne();
  }

  static Optional<PipelineRecord> inUse(Handle handle, ProductName product) {
    return handle
        .createQuery("SELECT * FROM pipelines WHERE product = :product AND state = 'in-use'")
        .bind("product", product.value())
        .map((row, _) -> read(row))
        .findOne();
  }

  static List<PipelineRecord> list(Handle handle, ProductName product, long before, int most) {
    return handle
        .createQuery(
            "SELECT * FROM pipelines WHERE product = :product AND number < :before"
                + " ORDER BY number DESC LIMIT :most")
        .bind("product", product.value())
        .bind("before", before)
        .bind("most", most)
        .map((row, _) -> read(row))
        .list();
  }

  private static PipelineRecord read(ResultSet row) throws SQLException {
    return new PipelineRecord(
        new ProductName(row.getString("product")),
        row.getLong("number"),
        new Digest(row.getString("bundle")),
        Columns.nullable(row, "replaces", Digest::new),
        Columns.list(row.getString("changes"), CHANGES),
        new PersonName(row.getString("author")),
        Columns.instant(row, "proposed"),
        Columns.nullable(row, "approved_by", PersonName::new),
        state(row.getString("state")),
        row.getString("reason"));
  }

  private static PipelineRecord.State state(String word) {
    for (PipelineRecord.State state : PipelineRecord.State.values()) {
      if (state.word().equals(word)) {
        return state;
      }
    }
    throw new IllegalStateException("no state of a pipeline file is called " + word);
  }
}
