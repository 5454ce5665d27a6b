package dev.sluice.server.ledger.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import org.jdbi.v3.core.statement.DefaultStatementBuilder;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a connection's prepared statements for the next time: to prepare one costs SQLite more than
 * to run it. The statements of this package are few and their text is constant, so that none has to
 * be thrown out.
 */
final class KeptStatements extends DefaultStatementBuilder {
  private final Map<String, PreparedStatement> idle = new HashMap<>();

  @Override
  public PreparedStatement create(Connection connection, String sql, StatementContext context)
      throws SQLException {
    @Nullable PreparedStatement kept = idle.remove(sql);
    return kept == null ? super.create(connection, sql, context) : kept;
  }

  @Override
  public void close(Connection connection, String sql, Statement statement) throws SQLException {
    if (statement instanceof PreparedStatement prepared) {
      prepared.clearParameters();
      @Nullable PreparedStatement other = idle.put(sql, prepared);
      if (other != null) {
        other.close();
      }
    } else {
      statement.close();
    }
  }

  @Override
  public void close(Connection connection) {
    idle.clear(); // they end with their connection
  }
}
