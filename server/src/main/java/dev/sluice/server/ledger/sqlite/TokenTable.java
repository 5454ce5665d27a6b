package dev.sluice.server.ledger.sqlite;

import dev.sluice.model.Digest;
import dev.sluice.server.event.PersonName;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.event.Role;
import dev.sluice.server.event.TokenKey;
import dev.sluice.server.ledger.TokenRecord;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/** The table {@code tokens}. */
final class TokenTable {
  static final String PUT =
      """
      INSERT INTO tokens (number, name, role, product, secret, created, expires, revoked)
      VALUES (:number, :name, :role, :product, :secret, :created, :expires, :revoked)
      ON CONFLICT (number) DO UPDATE SET revoked = excluded.revoked""";

  private TokenTable() {}

  static <S extends SqlStatement<S>> S bind(S statement, TokenRecord token) {
    @Nullable Instant revoked = token.revoked();
    return statement
        .bind("number", number(token.key()))
        .bind("name", token.name().value())
        .bind("role", token.role().word())
        .bind("product", Columns.text(token.product()))
        .bind("secret", token.secret().hex())
        .bind("created", token.created().toEpochMilli())
        .bind("expires", token.expires().toEpochMilli())
        .bind("revoked", revoked == null ? null : Long.valueOf(revoked.toEpochMilli()));
  }

  static Optional<TokenRecord> find(Handle handle, TokenKey key) {
    return handle
        .createQuery("SELECT * FROM tokens WHERE number = :number")
        .bind("number", number(key))
        .map((row, _) -> read(row))
        .findOne();
  }

  static Optional<TokenRecord> of(Handle handle, Digest secret) {
    return handle
        .createQuery("SELECT * FROM tokens WHERE secret = :secret ORDER BY number LIMIT 1")
        .bind("secret", secret.hex())
        .map((row, _) -> read(row))
        .findOne();
  }

  static List<TokenRecord> list(Handle handle) {
    return handle
        .createQuery("SELECT * FROM tokens ORDER BY number DESC")
        .map((row, _) -> read(row))
        .list();
  }

  private static long number(TokenKey key) {
    return Long.parseLong(key.value().substring(1));
  }

  private static TokenRecord read(ResultSet row) throws SQLException {
    String role = row.getString("role");
    Instant revoked = Columns.instant(row, "revoked");
    boolean valid = row.wasNull();
    return new TokenRecord(
        TokenKey.of(row.getLong("number")),
        new PersonName(row.getString("name")),
        Role.of(role).orElseThrow(() -> new IllegalStateException("no role is called " + role)),
        Columns.nullable(row, "product", ProductName::new),
        new Digest(row.getString("secret")),
        Columns.instant(row, "created"),
        Columns.instant(row, "expires"),
        valid ? null : revoked);
  }
}
