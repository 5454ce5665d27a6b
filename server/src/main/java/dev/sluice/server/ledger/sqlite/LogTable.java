package dev.sluice.server.ledger.sqlite;

import dev.sluice.model.Digest;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.ledger.Line;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The table {@code event}, and the heads that stand in {@code products}. */
final class LogTable {
  static final String PUT_HEAD =
      """
      INSERT INTO products (product, number, hash) VALUES (:product, :number, :hash)
      ON CONFLICT (product) DO UPDATE SET number = excluded.number, hash = excluded.hash""";

  private static final String COLUMNS =
      "product, number, time, actor, token, cause, trace, format, type, body, previous, hash";

  /** In the order in which they were appended, whosever they are. */
  static final String ALL = "SELECT " + COLUMNS + " FROM event ORDER BY position";

  private static final String LIST =
      "SELECT "
          + COLUMNS
          + " FROM event WHERE product = :product AND number > :after ORDER BY number LIMIT :most";

  private static final String APPEND =
      """
      INSERT INTO event (product, number, time, actor, token, cause, trace, format, type, body,
        previous, hash)
      VALUES (:product, :number, :time, :actor, :token, :cause, :trace, :format, :type, :body,
        :previous, :hash)""";

  private LogTable() {}

  static void append(Handle handle, Line line) {
    handle
        .createUpdate(APPEND)
        .bind("product", line.product())
        .bind("number", line.number())
        .bind("time", line.time())
        .bind("actor", line.actor())
        .bind("token", line.token())
        .bind("cause", line.cause())
        .bind("trace", line.trace())
        .bind("format", line.format())
        .bind("type", line.type())
        .bind("body", line.body())
        .bind("previous", line.previous())
        .bind("hash", line.hash())
        .execute();
  }

  static Optional<Rows.Head> head(Handle handle, ProductName product) {
    return handle
        .createQuery("SELECT number, hash FROM products WHERE product = :product")
        .bind("product", product.value())
        .map(
            (row, _) ->
                new Rows.Head(product, row.getLong("number"), new Digest(row.getString("hash"))))
        .findOne();
  }

  static List<ProductName> products(Handle handle) {
    return handle
        .createQuery("SELECT product FROM products ORDER BY product")
        .map((row, _) -> new ProductName(row.getString("product")))
        .list();
  }

  static List<String> productsOfLines(Handle handle) {
    return handle
        .createQuery("SELECT DISTINCT product FROM event ORDER BY product")
        .mapTo(String.class)
        .list();
  }

  static List<Line> list(Handle handle, ProductName product, long after, int most) {
    return handle
        .createQuery(LIST)
        .bind("product", product.value())
        .bind("after", after)
        .bind("most", most)
        .map((row, _) -> read(row))
        .list();
  }

  /** By the place of columns: names are looked up, and this is read a million times. */
  static Line read(ResultSet row) throws SQLException {
    return new Line(
        row.getString(1),
        row.getLong(2),
        row.getLong(3),
        row.getString(4),
        row.getString(5),
        row.getString(6),
        row.getString(7),
        row.getInt(8),
        row.getString(9),
        row.getString(10),
        row.getString(11),
        row.getString(12));
  }
}
