package dev.sluice.server.ledger.sqlite;

import dev.sluice.model.ArtifactName;
import dev.sluice.model.Digest;
import dev.sluice.model.Version;
import dev.sluice.server.event.PersonName;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.event.ReleaseKey;
import dev.sluice.server.ledger.ReleaseRecord;
import dev.sluice.server.life.ReleaseState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/** The table {@code releases}. */
final class ReleaseTable {
  static final String PUT =
      """
      INSERT INTO releases (product, artifact, version, number, changed, content, size, origin,
        submitter, submitted, urgent, approved_by, provenance, state, open, proven,
        since, impact)
      VALUES (:product, :artifact, :version, :number, :changed, :content, :size, :origin,
        :submitter, :submitted, :urgent, :approvedBy, :provenance, :state, :open, :proven,
        :since, :impact)
      ON CONFLICT (product, artifact, version) DO UPDATE SET changed = excluded.changed,
        approved_by = excluded.approved_by, provenance = excluded.provenance,
        state = excluded.state, open = excluded.open, proven = excluded.proven,
        since = excluded.since, impact = excluded.impact""";

  private ReleaseTable() {}

  static <S extends SqlStatement<S>> S bind(S statement, ReleaseRecord release) {
    return statement
        .bind("product", release.product().value())
        .bind("artifact", release.key().artifact().value())
        .bind("version", release.key().version().value())
        .bind("number", release.number())
        .bind("changed", release.changed())
        .bind("content", release.content().hex())
        .bind("size", release.size())
        .bind("origin", release.origin())
        .bind("submitter", release.submitter().value())
        .bind("submitted", release.submitted().toEpochMilli())
        .bind("urgent", release.urgent())
        .bind("approvedBy", Columns.text(release.approvedBy()))
        .bind("provenance", Columns.text(release.provenance()))
        .bind("state", Columns.json(release.state()))
        .bind("open", release.state().isEnd() || isProven(release) ? 0 : 1)
        .bind("proven", isProven(release) ? 1 : 0)
        .bind("since", release.since().toEpochMilli())
        .bind("impact", Columns.sentences(release.impact()));
  }

  static Optional<ReleaseRecord> find(Handle handle, ProductName product, ReleaseKey key) {
    return handle
        .createQuery(
            "SELECT * FROM releases"
                + " WHERE product = :product AND artifact = :artifact AND version = :version")
        .bind("product", product.value())
        .bind("artifact", key.artifact().value())
        .bind("version", key.version().value())
        .map((row, _) -> read(row))
        .findOne();
  }

  static List<ReleaseRecord> list(
      Handle handle, ProductName product, @Nullable ArtifactName artifact, long before, int most) {
    String of = artifact == null ? "" : " AND artifact = :artifact";
    var query =
        handle
            .createQuery(
                "SELECT * FROM releases WHERE product = :product"
                    + of
                    + " AND number < :before ORDER BY number DESC LIMIT :most")
            .bind("product", product.value())
            .bind("before", before)
            .bind("most", most);
    if (artifact != null) {
      query.bind("artifact", artifact.value());
    }
    return query.map((row, _) -> read(row)).list();
  }

  /** Without an index: it is asked rarely, and every row would pay for one. */
  static List<ReleaseRecord> with(Handle handle, ProductName product, Set<Digest> contents) {
    return handle
        .createQuery(
            "SELECT * FROM releases WHERE product = :product"
                + " AND (content IN (<contents>) OR provenance IN (<contents>)) ORDER BY number")
        .bind("product", product.value())
        .bindList("contents", contents.stream().map(Digest::hex).toList())
        .map((row, _) -> read(row))
        .list();
  }

  /** Without the rest of each row: asked at every admission, of up to hundreds of them. */
  static List<Version> admitted(
      Handle handle, ProductName product, ArtifactName artifact, long before, int most) {
    return handle
        .createQuery(
            "SELECT version FROM releases WHERE product = :product AND artifact = :artifact"
                + " AND number < :before"
                + " AND state ->> 'kind' IN ('proving', 'proven', 'disputed', 'handed-on')"
                + " ORDER BY number DESC LIMIT :most")
        .bind("product", product.value())
        .bind("artifact", artifact.value())
        .bind("before", before)
        .bind("most", most)
        .map((row, _) -> new Version(row.getString("version")))
        .list();
  }

  static List<ReleaseRecord> provenSince(
      Handle handle, ProductName product, ArtifactName artifact, long after, int most) {
    return handle
        .createQuery(
            "SELECT * FROM releases WHERE product = :product AND artifact = :artifact"
                + " AND number > :after AND state ->> 'kind' IN ('proven', 'handed-on')"
                + " ORDER BY number DESC LIMIT :most")
        .bind("product", product.value())
        .bind("artifact", artifact.value())
        .bind("after", after)
        .bind("most", most)
        .map((row, _) -> read(row))
        .list();
  }

  static List<ReleaseRecord> submitted(Handle handle, int most) {
    return handle
        .createQuery(
            "SELECT * FROM releases WHERE state = '{\"kind\":\"submitted\"}'"
                + " ORDER BY urgent IS NULL OR approved_by IS NULL, submitted DESC, product, number DESC LIMIT :most")
        .bind("most", most)
        .map((row, _) -> read(row))
        .list();
  }

  static List<ReleaseRecord> open(Handle handle) {
    return handle
        .createQuery("SELECT * FROM releases WHERE open = 1 ORDER BY submitted, product, number")
        .map((row, _) -> read(row))
        .list();
  }

  static List<ReleaseRecord> proven(Handle handle, ProductName product, ArtifactName artifact) {
    return handle
        .createQuery(
            "SELECT * FROM releases WHERE product = :product AND artifact = :artifact"
                + " AND proven = 1 ORDER BY number")
        .bind("product", product.value())
        .bind("artifact", artifact.value())
        .map((row, _) -> read(row))
        .list();
  }

  private static boolean isProven(ReleaseRecord release) {
    return release.state() instanceof ReleaseState.Proven;
  }

  private static ReleaseRecord read(ResultSet row) throws SQLException {
    return new ReleaseRecord(
        new ProductName(row.getString("product")),
        new ReleaseKey(
            new ArtifactName(row.getString("artifact")), new Version(row.getString("version"))),
        row.getLong("number"),
        row.getLong("changed"),
        new Digest(row.getString("content")),
        row.getLong("size"),
        row.getString("origin"),
        new PersonName(row.getString("submitter")),
        Columns.instant(row, "submitted"),
        row.getString("urgent"),
        Columns.nullable(row, "approved_by", PersonName::new),
        Columns.nullable(row, "provenance", Digest::new),
        Columns.read(ReleaseState.class, row.getString("state")),
        Columns.instant(row, "since"),
        Columns.sentences(row.getString("impact")));
  }
}
