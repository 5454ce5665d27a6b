package dev.sluice.proving.history;

import dev.sluice.model.Digest;
import dev.sluice.model.Result;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Records to rows and back. */
final class Rows {
  /** Of a run with what its prove says of it; continue with {@code WHERE}. */
  static final String RUNS =
      "SELECT run.*, prove.artifact, prove.version, prove.goes_red FROM run JOIN prove ON prove.id = run.prove ";

  private static final int LONGEST = 4_000;
  private static final int MOST_CHILDREN = 500;

  private Rows() {}

  static void insert(Connection to, PastProve prove) throws SQLException {
    try (PreparedStatement row =
        to.prepareStatement(
            "INSERT OR REPLACE INTO prove (id, prefix, number, at, product, artifact, version,"
                + " sha256, file, result, sentence, millis, planned, pipeline, evidence,"
                + " pipeline_sha256, goes_red)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
      int dash = prove.id().indexOf('-');
      Digest file = prove.where().file();
      new Filler(row)
          .text(prove.id())
          .text(prove.id().substring(0, dash))
          .whole(Long.parseLong(prove.id().substring(dash + 1)))
          .whole(prove.at().toEpochMilli())
          .text(prove.product())
          .text(prove.candidate().artifact())
          .text(prove.candidate().version())
          .text(prove.candidate().digest().hex())
          .text(prove.candidate().file().toString())
          .text(prove.result().word())
          .text(prove.sentence())
          .whole(prove.took().toMillis())
          .whole(prove.planned())
          .text(prove.where().pipeline().toString())
          .text(prove.where().evidence().toString())
          .text(file == null ? null : file.hex())
          .text(prove.candidate().goesRed());
      row.executeUpdate();
    }
    for (PastRun run : prove.runs()) {
      insert(to, run);
    }
  }

  private static void insert(Connection to, PastRun run) throws SQLException {
    try (PreparedStatement row =
        to.prepareStatement(
            "INSERT INTO run (prove, number, at, product, combination, counterpart, environment,"
                + " result, decided_by, cause, millis, retried, control_passed, statement, name)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
      new Filler(row)
          .text(run.id().prove())
          .whole(run.id().number())
          .whole(run.at().toEpochMilli())
          .text(run.subject().product())
          .text(run.place().combination())
          .text(run.place().counterpart())
          .text(run.place().environment())
          .text(run.ending().result().word())
          .text(run.ending().check())
          .text(run.ending().cause())
          .whole(run.ending().took().toMillis())
          .whole(run.ending().retried() ? 1 : 0)
          .whole(run.ending().controlPassed() ? 1 : 0)
          .text(run.ending().statement())
          .text(run.name());
      row.executeUpdate();
    }
    try (PreparedStatement row =
        to.prepareStatement(
            "INSERT INTO run_check (prove, run, position, name, result, millis)"
                + " VALUES (?, ?, ?, ?, ?, ?)")) {
      List<PastCheck> checks = bounded(run.checks());
      for (int i = 0; i < checks.size(); i++) {
        new Filler(row)
            .text(run.id().prove())
            .whole(run.id().number())
            .whole(i)
            .text(checks.get(i).name())
            .text(checks.get(i).result().word())
            .whole(checks.get(i).took().toMillis());
        row.addBatch();
      }
      row.executeBatch();
    }
    try (PreparedStatement row =
        to.prepareStatement(
            "INSERT INTO run_file (prove, run, position, name, millis) VALUES (?, ?, ?, ?, ?)")) {
      List<PastFile> files = bounded(run.files());
      for (int i = 0; i < files.size(); i++) {
        Duration lasted = files.get(i).lasted();
        new Filler(row)
            .text(run.id().prove())
            .whole(run.id().number())
            .whole(i)
            .text(files.get(i).name())
            .whole(lasted == null ? null : lasted.toMillis());
        row.addBatch();
      }
      row.executeBatch();
    }
  }

  private static <T> List<T> bounded(List<T> children) {
    return children.subList(0, Math.min(MOST_CHILDREN, children.size()));
  }

  static PastProve prove(Connection from, ResultSet row) throws SQLException {
    String id = row.getString("id");
    String file = row.getString("pipeline_sha256");
    return new PastProve(
        id,
        Instant.ofEpochMilli(row.getLong("at")),
        row.getString("product"),
        new PastProve.Candidate(
            row.getString("artifact"),
            row.getString("version"),
            new Digest(row.getString("sha256")),
            Path.of(row.getString("file")),
            row.getString("goes_red")),
        result(row.getString("result")),
        row.getString("sentence"),
        Duration.ofMillis(row.getLong("millis")),
        row.getInt("planned"),
        new PastProve.Where(
            Path.of(row.getString("pipeline")),
            file == null ? null : new Digest(file),
            Path.of(row.getString("evidence"))),
        runs(from, "WHERE run.prove = ? ORDER BY run.number", List.of(id)));
  }

  /** Runs with all they have. */
  static List<PastRun> runs(Connection from, String where, List<Object> values)
      throws SQLException {
    List<PastRun> runs = new ArrayList<>();
    try (PreparedStatement query = from.prepareStatement(RUNS + where)) {
      for (int i = 0; i < values.size(); i++) {
        query.setObject(i + 1, values.get(i));
      }
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          runs.add(run(from, row));
        }
      }
    }
    return runs;
  }

  private static PastRun run(Connection from, ResultSet row) throws SQLException {
    var id = new RunId(row.getString("prove"), row.getInt("number"));
    return new PastRun(
        id,
        Instant.ofEpochMilli(row.getLong("at")),
        new PastRun.Subject(
            row.getString("product"),
            row.getString("artifact"),
            row.getString("version"),
            row.getString("goes_red")),
        new PastRun.Place(
            row.getString("combination"),
            row.getString("counterpart"),
            row.getString("environment")),
        new PastRun.Ending(
            result(row.getString("result")),
            row.getString("decided_by"),
            row.getString("cause"),
            Duration.ofMillis(row.getLong("millis")),
            row.getInt("retried") != 0,
            row.getInt("control_passed") != 0,
            row.getString("statement")),
        row.getString("name"),
        checks(from, id),
        files(from, id));
  }

  private static List<PastCheck> checks(Connection from, RunId id) throws SQLException {
    List<PastCheck> checks = new ArrayList<>();
    try (PreparedStatement query =
        from.prepareStatement(
            "SELECT name, result, millis FROM run_check WHERE prove = ? AND run = ?"
                + " ORDER BY position")) {
      new Filler(query).text(id.prove()).whole(id.number());
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          checks.add(
              new PastCheck(
                  row.getString(1), result(row.getString(2)), Duration.ofMillis(row.getLong(3))));
        }
      }
    }
    return checks;
  }

  private static List<PastFile> files(Connection from, RunId id) throws SQLException {
    List<PastFile> files = new ArrayList<>();
    try (PreparedStatement query =
        from.prepareStatement(
            "SELECT name, millis FROM run_file WHERE prove = ? AND run = ? ORDER BY position")) {
      new Filler(query).text(id.prove()).whole(id.number());
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          String name = row.getString(1);
          long millis = row.getLong(2);
          files.add(new PastFile(name, row.wasNull() ? null : Duration.ofMillis(millis)));
        }
      }
    }
    return files;
  }

  private static Result result(String word) throws SQLException {
    for (Result result : Result.values()) {
      if (result.word().equals(word)) {
        return result;
      }
    }
    throw new SQLException("\"" + word + "\" is no result");
  }

  /** Fills the question marks of a statement from left to right. */
  static final class Filler {
    private final PreparedStatement statement;
    private int at;

    Filler(PreparedStatement statement) {
      this.statement = statement;
    }

    Filler text(@Nullable String value) throws SQLException {
      statement.setString(
          ++at,
          value == null || value.length() <= LONGEST ? value : value.substring(0, LONGEST) + "…");
      return this;
    }

    Filler whole(@Nullable Number value) throws SQLException {
      if (value == null) {
        statement.setNull(++at, Types.INTEGER);
      } else {
        statement.setLong(++at, value.longValue());
      }
      return this;
    }
  }
}
