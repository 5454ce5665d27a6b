package dev.sluice.proving.history;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Past runs. Nothing is opened, and no driver loaded, before the first question. For one thread;
 * other programs may use the same store meanwhile. A damaged store is moved aside and a new one
 * begun, which {@link #remarks} says. Every method but that throws {@link HistoryException} when
 * the store cannot be used at all.
 */
public final class History implements AutoCloseable {
  /** Of proves; the oldest go first. */
  static final int MOST_PROVES = 10_000;

  /** A claim that nobody fulfilled by then is of a prove that was stopped. */
  private static final int CLAIMS_KEPT = 100;

  private final Database database;

  private History(Path file) {
    this.database = new Database(file);
  }

  /**
   * The store in a folder.
   *
   * @param state made when absent, on the first write
   */
  public static History in(Path state) {
    return new History(file(state));
  }

  /** Where the store is, for people. */
  public static Path file(Path state) {
    return state.resolve("runs.db");
  }

  /**
   * Takes the next number of a prefix for a prove, so that no other gets it.
   *
   * @param prefix the first four digits of the candidate's digest
   * @param from no number below that is free
   */
  public int claim(String prefix, int from) {
    return database.write(
        connection -> {
          try (PreparedStatement insert =
              connection.prepareStatement(
                  "INSERT INTO prove (id, prefix, number) SELECT ?1 || '-' || n, ?1, n FROM"
                      + " (SELECT max(coalesce(max(number), 0) + 1, ?2) AS n FROM prove"
                      + " WHERE prefix = ?1) RETURNING number")) {
            insert.setString(1, prefix);
            insert.setInt(2, from);
            try (ResultSet row = insert.executeQuery()) {
              row.next();
              return row.getInt(1);
            }
          }
        });
  }

  /** Keeps a prove with its runs; one of the same name is replaced. */
  public void keep(PastProve prove) {
    database.write(
        connection -> {
          Rows.insert(connection, prove);
          bound(connection);
          return prove;
        });
  }

  private static void bound(Connection connection) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement(
            "DELETE FROM prove WHERE id IN (SELECT id FROM prove WHERE at IS NOT NULL"
                + " ORDER BY at DESC LIMIT -1 OFFSET ?) OR id IN (SELECT id FROM prove WHERE at IS"
                + " NULL ORDER BY rowid DESC LIMIT -1 OFFSET ?)")) {
      delete.setInt(1, MOST_PROVES);
      delete.setInt(2, CLAIMS_KEPT);
      delete.executeUpdate();
    }
  }

  /** A prove by its name. */
  public Optional<PastProve> prove(String id) {
    return database.read(
        Optional.empty(),
        connection -> {
          try (PreparedStatement query =
              connection.prepareStatement("SELECT * FROM prove WHERE id = ? AND at IS NOT NULL")) {
            query.setString(1, id);
            try (ResultSet row = query.executeQuery()) {
              return row.next() ? Optional.of(Rows.prove(connection, row)) : Optional.empty();
            }
          }
        });
  }

  /** Past runs, newest first. */
  public List<PastRun> runs(Asked asked) {
    var where =
        new StringBuilder("WHERE prove.goes_red IS " + (asked.controls() ? "NOT NULL" : "NULL"));
    List<Object> values = new ArrayList<>();
    if (asked.notPassed()) {
      where.append(" AND run.result <> 'passed'");
    }
    also(where, values, " AND run.environment = ?", asked.environment());
    also(where, values, " AND prove.artifact = ?", asked.artifact());
    also(where, values, " AND prove.version = ?", asked.version());
    where.append(" ORDER BY run.at DESC, run.prove DESC, run.number LIMIT ?");
    values.add(asked.last());
    return database.read(List.of(), connection -> Rows.runs(connection, where.toString(), values));
  }

  private static void also(
      StringBuilder where, List<Object> values, String condition, @Nullable String value) {
    if (value != null) {
      where.append(condition);
      values.add(value);
    }
  }

  /**
   * The newest run of a release meant for hosts that passed in an environment, with the same
   * counterpart if there is one.
   *
   * @param before its prove ended before that
   */
  public Optional<PastRun> lastPass(
      String product, String environment, String counterpart, Instant before) {
    return database.read(
        Optional.empty(),
        connection ->
            Rows.runs(
                    connection,
                    "WHERE prove.goes_red IS NULL AND run.product = ? AND run.environment = ? AND"
                        + " run.result = 'passed' AND run.at < ? ORDER BY run.counterpart = ? DESC, run.at DESC LIMIT 1",
                    List.of(product, environment, before.toEpochMilli(), counterpart))
                .stream()
                .findFirst());
  }

  /**
   * How often an environment had to try twice since somebody last looked at it. Negative controls
   * do not count: a known-bad release that passes at the second attempt says that the suite is
   * blind, not that the environment is shaky.
   *
   * @param own runs that are not kept yet, newest first; they count as well
   * @param mostPercent its limit
   */
  public Flakiness flakiness(
      String product, String environment, List<Boolean> own, int mostPercent) {
    return database.read(
        Flakiness.of(own, mostPercent),
        connection -> {
          List<Boolean> flaked = new ArrayList<>(own);
          try (PreparedStatement query =
              connection.prepareStatement(
                  "SELECT retried = 1 AND run.result = 'passed' FROM run JOIN prove ON prove.id ="
                      + " run.prove WHERE prove.goes_red IS NULL AND run.product = ?1 AND"
                      + " environment = ?2 AND run.at > (SELECT coalesce(max(at), -1) FROM looked"
                      + " WHERE product = ?1 AND environment = ?2) ORDER BY run.at DESC, run.prove"
                      + " DESC, run.number LIMIT "
                      + Flakiness.WINDOW)) {
            query.setString(1, product);
            query.setString(2, environment);
            try (ResultSet row = query.executeQuery()) {
              while (row.next()) {
                flaked.add(row.getInt(1) != 0);
              }
            }
          }
          return Flakiness.of(flaked, mostPercent);
        });
  }

  /** Somebody looked at an environment and says what they found: its flakes until now are over. */
  public void looked(String product, String environment, Instant at, String reason) {
    database.write(
        connection -> {
          try (PreparedStatement insert =
              connection.prepareStatement(
                  "INSERT OR REPLACE INTO looked (product, environment, at, reason)"
                      + " VALUES (?, ?, ?, ?)")) {
            new Rows.Filler(insert)
                .text(product)
                .text(environment)
                .whole(at.toEpochMilli())
                .text(reason);
            return insert.executeUpdate();
          }
        });
  }

  /** Forgets proves that ended before a point in time; returns how many. Their evidence stays. */
  public int prune(Instant before) {
    return database.read(
        0,
        connection -> {
          try (PreparedStatement delete =
              connection.prepareStatement("DELETE FROM prove WHERE at < ?")) {
            delete.setLong(1, before.toEpochMilli());
            return delete.executeUpdate();
          }
        });
  }

  /** What happened to the store, in sentences for people; empty when nothing did. */
  public List<String> remarks() {
    return database.remarks();
  }

  @Override
  public void close() {
    database.close();
  }
}
