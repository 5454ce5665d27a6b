package dev.sluice.server.ledger.sqlite;

import dev.sluice.model.Digest;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.event.ReleaseKey;
import dev.sluice.server.event.RunKey;
import dev.sluice.server.event.Work;
import dev.sluice.server.ledger.RunRecord;
import dev.sluice.server.life.RunState;
import dev.sluice.trust.key.KeyId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/** The table {@code runs}. */
final class RunTable {
  static final String PUT =
      """
      INSERT INTO runs (product, number, changed, work, artifact, version, likeness, state, open,
        queued, since, lab, sentence, evidence, proof, millis, attempts)
      VALUES (:product, :number, :changed, :work, :artifact, :version, :likeness, :state, :open,
        :queued, :since, :lab, :sentence, :evidence, :proof, :millis, :attempts)
      ON CONFLICT (product, number) DO UPDATE SET changed = excluded.changed,
        state = excluded.state, open = excluded.open, since = excluded.since,
        lab = excluded.lab,
        sentence = excluded.sentence, evidence = excluded.evidence, proof = excluded.proof,
        millis = excluded.millis, attempts = excluded.attempts""";

  private RunTable() {}

  static <S extends SqlStatement<S>> S bind(S statement, RunRecord run) {
    Work.@Nullable Prove prove = run.work() instanceof Work.Prove proving ? proving : null;
    return statement
        .bind("product", run.product().value())
        .bind("number", run.number())
        .bind("changed", run.changed())
        .bind("work", Columns.json(run.work()))
        .bind("artifact", prove == null ? null : prove.release().artifact().value())
        .bind("version", prove == null ? null : prove.release().version().value())
        .bind("likeness", prove == null ? null : prove.likeness().hex())
        .bind("state", Columns.json(run.state()))
        .bind("open", run.state().isEnd() ? 0 : 1)
        .bind("queued", run.queued().toEpochMilli())
        .bind("since", run.since().toEpochMilli())
        .bind("lab", Columns.text(run.lab()))
        .bind("sentence", run.sentence())
        .bind("evidence", Columns.text(run.evidence()))
        .bind("proof", Columns.text(run.proof()))
        .bind("millis", run.millis())
        .bind("attempts", run.attempts());
  }

  static Optional<RunRecord> find(Handle handle, ProductName product, RunKey key) {
    return handle
        .createQuery("SELECT * FROM runs WHERE product = :product AND number = :number")
        .bind("product", product.value())
        .bind("number", key.number())
        .map((row, _) -> read(row))
        .findOne();
  }

  static List<RunRecord> of(Handle handle, ProductName product, ReleaseKey release) {
    return handle
        .createQuery(
            "SELECT * FROM runs WHERE product = :product AND artifact = :artifact"
                + " AND version = :version ORDER BY number")
        .bind("product", product.value())
        .bind("artifact", release.artifact().value())
        .bind("version", release.version().value())
        .map((row, _) -> read(row))
        .list();
  }

  static List<RunRecord> list(Handle handle, ProductName product, long before, int most) {
    return handle
        .createQuery(
            "SELECT * FROM runs WHERE product = :product AND number < :before"
                + " ORDER BY number DESC LIMIT :most")
        .bind("product", product.value())
        .bind("before", before)
        .bind("most", most)
        .map((row, _) -> read(row))
        .list();
  }

  /** Without an index: it is asked rarely, and every row would pay for one. */
  static List<RunRecord> with(Handle handle, ProductName product, Set<Digest> contents) {
    return handle
        .createQuery(
            "SELECT * FROM runs WHERE product = :product"
                + " AND (evidence IN (<contents>) OR proof IN (<contents>)) ORDER BY number")
        .bind("product", product.value())
        .bindList("contents", contents.stream().map(Digest::hex).toList())
        .map((row, _) -> read(row))
        .list();
  }

  static List<RunRecord> open(Handle handle) {
    return handle
        .createQuery("SELECT * FROM runs WHERE open = 1 ORDER BY queued, product, number")
        .map((row, _) -> read(row))
        .list();
  }

  static List<RunRecord> alike(Handle handle, ProductName product, Digest likeness, int most) {
    return handle
        .createQuery(
            "SELECT * FROM runs WHERE product = :product AND likeness = :likeness AND open = 0"
                + " ORDER BY number DESC LIMIT :most")
        .bind("product", product.value())
        .bind("likeness", likeness.hex())
        .bind("most", most)
        .map((row, _) -> read(row))
        .list();
  }

  private static RunRecord read(ResultSet row) throws SQLException {
    long number = row.getLong("number");
    return new RunRecord(
        new ProductName(row.getString("product")),
        RunKey.of(number),
        number,
        row.getLong("changed"),
        Columns.read(Work.class, row.getString("work")),
        Columns.read(RunState.class, row.getString("state")),
        Columns.instant(row, "queued"),
        Columns.instant(row, "since"),
        Columns.nullable(row, "lab", KeyId::new),
        row.getString("sentence"),
        Columns.nullable(row, "evidence", Digest::new),
        Columns.nullable(row, "proof", Digest::new),
        row.getLong("millis"),
        row.getInt("attempts"));
  }
}
