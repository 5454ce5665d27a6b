package dev.sluice.server.ledger.sqlite;

import dev.sluice.server.ledger.LedgerException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** The file: this user's alone, one server's at a time, brought to this program's form. */
final class Database implements AutoCloseable {
  private static final String MIGRATIONS = "dev/sluice/server/ledger/sqlite/log";
  private static final int BUSY_MILLIS = 10_000;
  private static final int CACHE_KIB = 16 * 1024;
  private static final int WAL_LIMIT = 64 << 20;

  private final Path file;
  private final FileChannel lock;

  private Database(Path file, FileChannel lock) {
    this.file = file;
    this.lock = lock;
  }

  /** Opens the file, made if absent; nobody else has it open then. */
  static Database open(Path file) {
    FileChannel lock = lock(file);
    Database database = new Database(file, lock);
    boolean done = false;
    try {
      create(file);
      database.migrate();
      done = true;
      return database;
    } catch (IOException e) {
      throw new LedgerException(
          "the log cannot be made (%s): %s".formatted(file, e.getMessage()), isFull(e), e);
    } finally {
      if (!done) {
        database.close();
      }
    }
  }

  private static FileChannel lock(Path file) {
    Path path = file.resolveSibling(file.getFileName() + ".lock");
    try {
      Path folder = path.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      FileChannel channel =
          FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      @Nullable FileLock taken = tryLock(channel);
      if (taken == null) {
        channel.close();
        throw new LedgerException(
            "another server uses %s; end it, or give this one a data directory of its own"
                .formatted(file));
      }
      return channel;
    } catch (IOException e) {
      throw new LedgerException(
          "the log cannot be locked (%s): %s".formatted(path, e.getMessage()), isFull(e), e);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException _) {
      return null; // in this very process
    }
  }

  /** Before SQLite does, so that it is this user's alone. */
  private static void create(Path file) throws IOException {
    try {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } catch (FileAlreadyExistsException _) {
      // An older run of the server made it.
    }
  }

  private void migrate() {
    try {
      Flyway.configure(Database.class.getClassLoader())
          .dataSource(source(file, SQLiteConfig.TransactionMode.IMMEDIATE))
          .locations("classpath:" + MIGRATIONS)
          .loggers("slf4j")
          // A file of a newer sluice is not ours to write; by default it would pass.
          .ignoreMigrationPatterns(new String[0])
          .load()
          .migrate();
    } catch (FlywayException e) {
      throw new LedgerException(
          "the log cannot be brought to this sluice's form (%s), and is left alone: %s"
              .formatted(file, e.getMessage()),
          isFull(e),
          e);
    }
  }

  /** For the one that writes: a transaction that begins as a reader cannot always become one. */
  Handle writer() {
    return connect(file, SQLiteConfig.TransactionMode.IMMEDIATE);
  }

  /** For many that read, each transaction one moment's state. */
  Handle reader() {
    return reader(file);
  }

  static Handle reader(Path file) {
    Handle handle = connect(file, SQLiteConfig.TransactionMode.DEFERRED);
    handle.execute("PRAGMA query_only = ON");
    return handle;
  }

  private static Handle connect(Path file, SQLiteConfig.TransactionMode mode) {
    Jdbi jdbi = Jdbi.create(source(file, mode));
    jdbi.setStatementBuilderFactory(_ -> new KeptStatements());
    return jdbi.open();
  }

  private static SQLiteDataSource source(Path file, SQLiteConfig.TransactionMode mode) {
    var config = new SQLiteConfig();
    config.setBusyTimeout(BUSY_MILLIS);
    if (mode == SQLiteConfig.TransactionMode.IMMEDIATE) {
      // Stays in the file; who only reads a copy must not change it.
      config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    }
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setCacheSize(-CACHE_KIB);
    config.setJournalSizeLimit(WAL_LIMIT);
    config.setTransactionMode(mode);
    config.setGetGeneratedKeys(false); // asked of SQLite after each insert, and nobody reads them
    var source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + file.toAbsolutePath());
    return source;
  }

  /** The text of a script beside this class. */
  static String script(String name) {
    try (var in = Database.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the program lacks " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("the program's " + name + " cannot be read", e);
    }
  }

  /** What became of the store, for people. */
  LedgerException broken(Exception e) {
    return broken(file, e);
  }

  static LedgerException broken(Path file, Exception e) {
    boolean full = isFull(e);
    return new LedgerException(
        full
            ? "there is no room left for the log (%s); nothing was written: free some space"
                .formatted(file)
            : "the log does not do its work (%s): %s".formatted(file, reason(e)),
        full,
        e);
  }

  private static String reason(Throwable e) {
    for (Throwable at = e; at != null; at = at.getCause()) {
      if (at instanceof SQLException) {
        return String.valueOf(at.getMessage());
      }
    }
    return String.valueOf(e.getMessage());
  }

  private static boolean isFull(Throwable e) {
    for (Throwable at = e; at != null; at = at.getCause()) {
      // The low byte is the kind, the rest tells more.
      if (at instanceof SQLiteException known
          && (known.getResultCode().code & 0xff) == SQLiteErrorCode.SQLITE_FULL.code) {
        return true;
      }
      if (at instanceof IOException && String.valueOf(at.getMessage()).contains("No space left")) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw new LedgerException("the log's lock does not close (" + file + ")", false, e);
    }
  }
}
