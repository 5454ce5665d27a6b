package dev.sluice.acceptance.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.server.ledger.sqlite.SqliteLedger;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** What a log comes to, built again. */
final class Rebuilt {
  private Rebuilt() {}

  /** Everything that comes from the log alone, as rows. */
  private static Map<String, List<String>> rows(Path database) throws SQLException {
    Map<String, List<String>> rows = new TreeMap<>();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        Statement statement = connection.createStatement()) {
      List<String> tables = new ArrayList<>();
      try (ResultSet table =
          statement.executeQuery("SELECT name FROM sqlite_master WHERE type = 'table'")) {
        while (table.next()) {
          tables.add(table.getString(1));
        }
      }
      for (String table : tables) {
        List<String> content = new ArrayList<>();
        try (ResultSet row = statement.executeQuery("SELECT * FROM " + table)) {
          int columns = row.getMetaData().getColumnCount();
          while (row.next()) {
            StringBuilder text = new StringBuilder();
            for (int i = 1; i <= columns; i++) {
              text.append(row.getString(i)).append('|');
            }
            content.add(text.toString());
          }
        }
        content.sort(null);
        rows.put(table, content);
      }
    }
    return rows;
  }

  /** Drops everything but the log and has it built again. */
  static void rebuildsToTheSame(Path database) throws SQLException {
    Map<String, List<String>> before = rows(database);
    assertThat(before.keySet()).contains("event", "releases", "runs");
    try (SqliteLedger ledger = SqliteLedger.open(database, InstantSource.system())) {
      assertThat(ledger.rebuild()).isEqualTo(Objects.requireNonNull(before.get("event")).size());
    }
    assertThat(rows(database)).isEqualTo(before);
  }
}
