package dev.sluice.proving.history;

import dev.sluice.proving.workplace.Enclosed;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * The file: opened when it is first needed, brought to this program's form, and moved aside when it
 * is damaged. For one thread; other processes may use the file meanwhile.
 */
final class Database implements AutoCloseable {
  private static final int FORM = 3;
  private static final int BUSY_MILLIS = 10_000;
  private static final int PAUSE_MILLIS = 10;
  private static final int MOST_DAMAGED = 100;

  private final Path file;
  private final List<String> remarks = new ArrayList<>();
  private @Nullable Connection connection;

  Database(Path file) {
    this.file = file;
  }

  /** What to do in one transaction. */
  interface Work<T> {
    T in(Connection connection) throws SQLException;
  }

  /** Does it; when the file turns out to be damaged, once more on a new one. */
  <T> T write(Work<T> work) {
    try {
      return attempt(work);
    } catch (SQLException e) {
      if (!isDamage(e)) {
        throw unusable(e);
      }
      moveAside();
    }
    try {
      return attempt(work);
    } catch (SQLException e) {
      throw unusable(e);
    }
  }

  /**
   * The same where only reading is done: what is not there is not made.
   *
   * @param ifAbsent the answer when there is no file
   */
  <T> T read(T ifAbsent, Work<T> work) {
    return connection == null && !Files.exists(file) ? ifAbsent : write(work);
  }

  /** What happened to the file, in sentences; empty when nothing did. */
  List<String> remarks() {
    return List.copyOf(remarks);
  }

  private <T> T attempt(Work<T> work) throws SQLException {
    Connection open = open();
    boolean done = false;
    try {
      T answer = work.in(open);
      open.commit();
      done = true;
      return answer;
    } finally {
      if (!done) {
        close(); // rolls back
      }
    }
  }

  private Connection open() throws SQLException {
    Connection open = connection;
    if (open == null) {
      try {
        create(file);
        open = connect();
        migrate(open);
      } catch (IOException e) {
        throw new HistoryException(
            "the store of past runs cannot be made: " + e.getMessage() + " (" + file + ")", e);
      } catch (LinkageError e) {
        throw new HistoryException(
            "SQLite cannot be loaded, so past runs are not known: " + e.getMessage(), e);
      }
      connection = open;
    }
    return open;
  }

  /** Before SQLite does, so that it is this user's alone. */
  private static void create(Path file) throws IOException {
    if (Files.exists(file)) {
      return;
    }
    Path folder = file.getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    try {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } catch (FileAlreadyExistsException e) {
      // Another prover was quicker, and asked for the same.
    }
  }

  /**
   * SQLite does not wait where two turn a new file's journal into a log at the same moment,
   * whatever time it was given: that would be for ever.
   */
  private Connection connect() throws SQLException {
    for (int tries = 1; ; tries++) {
      try {
        return connectOnce();
      } catch (SQLException e) {
        boolean busy = (e.getErrorCode() & 0xff) == SQLiteErrorCode.SQLITE_BUSY.code;
        if (!busy || tries > BUSY_MILLIS / PAUSE_MILLIS) {
          throw e;
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS));
      }
    }
  }

  private Connection connectOnce() throws SQLException {
    var config = new SQLiteConfig();
    config.setBusyTimeout(BUSY_MILLIS);
    config.enforceForeignKeys(true);
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    // A transaction that begins as a reader cannot always become a writer: it would fail as busy
    // without waiting.
    config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
    // Directly: the driver manager would load every driver there is.
    Connection made =
        new org.sqlite.JDBC()
            .connect("jdbc:sqlite:" + file.toAbsolutePath(), config.toProperties());
    if (made == null) {
      throw new SQLException("no connection to " + file);
    }
    return made;
  }

  private void migrate(Connection made) throws SQLException {
    try {
      int form = form(made);
      if (form > FORM) {
        throw new HistoryException(
            file
                + " is of a newer sluice (form "
                + form
                + ", this one knows "
                + FORM
                + "); it is left alone");
      }
      made.setAutoCommit(false);
      if (form < FORM) {
        try (Statement statement = made.createStatement()) {
          // Asked again inside the transaction: another prover may have done it meanwhile.
          for (int next = form(made) + 1; next <= FORM; next++) {
            statement.executeUpdate(script(next));
            statement.executeUpdate("PRAGMA user_version = " + next);
          }
        }
        made.commit();
      }
    } catch (SQLException | HistoryException e) {
      made.close();
      throw e;
    }
  }

  private static int form(Connection made) throws SQLException {
    try (Statement statement = made.createStatement();
        ResultSet form = statement.executeQuery("PRAGMA user_version")) {
      return form.getInt(1);
    }
  }

  private static String script(int number) {
    return Enclosed.text(Database.class, number + ".sql");
  }

  private static boolean isDamage(SQLException e) {
    return e instanceof SQLiteException known
        && (isA(known, SQLiteErrorCode.SQLITE_CORRUPT)
            || isA(known, SQLiteErrorCode.SQLITE_NOTADB)
            || isMissingTable(known));
  }

  /** The form says that it is there, so somebody took it out. */
  private static boolean isMissingTable(SQLiteException e) {
    return isA(e, SQLiteErrorCode.SQLITE_ERROR)
        && String.valueOf(e.getMessage()).contains("no such table");
  }

  private static boolean isA(SQLiteException e, SQLiteErrorCode kind) {
    // The low byte is the kind, the rest tells more.
    return (e.getResultCode().code & 0xff) == kind.code;
  }

  private HistoryException unusable(SQLException e) {
    return new HistoryException(
        "the store of past runs cannot be used (" + file + "): " + e.getMessage(), e);
  }

  /** Under a lock, so that two provers that find the damage do not move away the new one too. */
  private void moveAside() {
    close();
    try (FileChannel channel =
            FileChannel.open(beside(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      if (lock.isValid() && isSound()) {
        return;
      }
      Path aside = free();
      for (String part : List.of("", "-wal", "-shm")) {
        Path from = beside(part);
        if (Files.exists(from)) {
          Files.move(
              from,
              aside.resolveSibling(aside.getFileName() + part),
              StandardCopyOption.ATOMIC_MOVE);
        }
      }
      remarks.add(
          "the store of past runs was damaged; it is now " + aside + ", and a new one begun");
    } catch (IOException e) {
      throw new HistoryException(
          "the store of past runs is damaged and cannot be moved aside: " + e.getMessage(), e);
    }
  }

  private boolean isSound() {
    try (Connection other = connect();
        Statement statement = other.createStatement();
        ResultSet check = statement.executeQuery("PRAGMA quick_check(1)")) {
      return "ok".equals(check.getString(1)) && hasItsTables(statement);
    } catch (SQLException e) {
      return false;
    }
  }

  private static boolean hasItsTables(Statement statement) throws SQLException {
    try (ResultSet tables =
        statement.executeQuery(
            "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name IN"
                + " ('prove', 'run', 'run_check', 'run_file', 'looked')")) {
      return tables.getInt(1) == 5;
    }
  }

  private Path free() {
    for (int i = 1; i < MOST_DAMAGED; i++) {
      Path candidate = beside(".damaged-" + i);
      if (!Files.exists(candidate)) {
        return candidate;
      }
    }
    return beside(".damaged-" + MOST_DAMAGED);
  }

  private Path beside(String suffix) {
    return file.resolveSibling(file.getFileName() + suffix);
  }

  @Override
  public void close() {
    Connection open = connection;
    connection = null;
    if (open != null) {
      try {
        open.close();
      } catch (SQLException e) {
        // Nothing was lost: what was done is committed.
        remarks.add("the store of past runs did not close: " + e.getMessage());
      }
    }
  }
}
