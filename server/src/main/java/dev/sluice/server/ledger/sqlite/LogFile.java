package dev.sluice.server.ledger.sqlite;

import dev.sluice.server.event.ProductName;
import dev.sluice.server.ledger.LedgerException;
import dev.sluice.server.ledger.Line;
import dev.sluice.server.ledger.Lines;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;

/**
 * A log's file read by whoever does not serve it: to examine or copy it, while a server uses it or
 * none does. For one thread, and not a virtual one.
 */
public final class LogFile implements Lines, AutoCloseable {
  private final Path file;
  private final Handle handle;

  private LogFile(Path file, Handle handle) {
    this.file = file;
    this.handle = handle;
  }

  /**
   * Opens a file.
   *
   * @throws LedgerException when it is no log
   */
  public static LogFile open(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new LedgerException("there is no log " + file);
    }
    try {
      return new LogFile(file, Database.reader(file));
    } catch (JdbiException e) {
      throw Database.broken(file, e);
    }
  }

  @Override
  public List<Line> lines(ProductName product, long after, int most) {
    return ask(asked -> LogTable.list(asked, product, after, most));
  }

  @Override
  public List<String> products() {
    return ask(LogTable::productsOfLines);
  }

  /**
   * Writes all of one moment's state into a new file, which is not yet safe from a power failure.
   *
   * @param target must not exist
   */
  public void copyTo(Path target) {
    ask(
        asked -> {
          // It would forbid writing the new file, too.
          asked.execute("PRAGMA query_only = OFF");
          asked.execute("VACUUM INTO ?", target.toString());
          return asked.execute("PRAGMA query_only = ON");
        });
  }

  private <T> T ask(Function<Handle, T> question) {
    try {
      return question.apply(handle);
    } catch (JdbiException e) {
      throw Database.broken(file, e);
    }
  }

  @Override
  public void close() {
    handle.close();
  }
}
