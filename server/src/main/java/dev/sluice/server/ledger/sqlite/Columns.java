package dev.sluice.server.ledger.sqlite;

import dev.sluice.server.event.Work;
import dev.sluice.server.ledger.LedgerJson;
import dev.sluice.server.life.ReleaseState;
import dev.sluice.server.life.RunState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.ObjectWriter;

/** Values in columns: text, JSON where there are alternatives, milliseconds since 1970. */
final class Columns {
  private static final String NONE = "[]";

  // Of the sealed types: from a record's own class Jackson would leave out which kind it is.
  private static final ObjectWriter RELEASE = LedgerJson.MAPPER.writerFor(ReleaseState.class);
  private static final ObjectWriter RUN = LedgerJson.MAPPER.writerFor(RunState.class);
  private static final ObjectWriter WORK = LedgerJson.MAPPER.writerFor(Work.class);

  private Columns() {}

  static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString();
  }

  static <T> @Nullable T nullable(ResultSet row, String column, Function<String, T> of)
      throws SQLException {
    @Nullable String text = row.getString(column);
    return text == null ? null : of.apply(text);
  }

  static Instant instant(ResultSet row, String column) throws SQLException {
    return Instant.ofEpochMilli(row.getLong(column));
  }

  static String json(ReleaseState state) {
    return RELEASE.writeValueAsString(state);
  }

  static String json(RunState state) {
    return RUN.writeValueAsString(state);
  }

  static String json(Work work) {
    return WORK.writeValueAsString(work);
  }

  static <T> T read(Class<T> type, String json) {
    return LedgerJson.MAPPER.readValue(json, type);
  }

  static <T> String list(List<T> values) {
    return values.isEmpty() ? NONE : LedgerJson.MAPPER.writeValueAsString(values);
  }

  static <T> List<T> list(String json, TypeReference<List<T>> type) {
    return json.equals(NONE) ? List.of() : LedgerJson.MAPPER.readValue(json, type);
  }

  static String sentences(List<String> sentences) {
    return list(sentences);
  }

  static List<String> sentences(String json) {
    return list(json, new TypeReference<List<String>>() {});
  }
}
