package dev.sluice.server.ledger.sqlite;

import dev.sluice.server.event.Entry;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.ledger.Ledger;
import dev.sluice.server.ledger.LedgerException;
import dev.sluice.server.ledger.Line;
import dev.sluice.server.ledger.Lines;
import dev.sluice.server.ledger.Records;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/** The log in one SQLite file. */
public final class SqliteLedger implements Ledger, Lines {
  private final Database database;
  private final News news;
  private final Writer writer;
  private final Readers readers;

  private SqliteLedger(Database database, News news, Writer writer) {
    this.database = database;
    this.news = news;
    this.writer = writer;
    this.readers = new Readers(database);
  }

  /**
   * Opens a log. What it comes to is built again first when an older or newer program built it;
   * that took 45 s for a million events.
   *
   * @param file made if absent, with its folder
   * @param clock what entries are dated by
   * @throws LedgerException when another process has it open, or it is of a newer sluice
   */
  public static SqliteLedger open(Path file, InstantSource clock) {
    Database database = Database.open(file);
    @Nullable SqliteLedger ledger = null;
    boolean done = false;
    try {
      News news = new News();
      Writer writer = new Writer(database, news, clock);
      writer.start();
      ledger = new SqliteLedger(database, news, writer);
      ledger.alone(Projections::ensure);
      done = true;
      return ledger;
    } catch (JdbiException e) {
      throw database.broken(e);
    } finally {
      if (!done) {
        if (ledger == null) {
          database.close();
        } else {
          ledger.close();
        }
      }
    }
  }

  @Override
  public <T> T decide(Call call, Decision<T> decision) {
    return answer(writer.decide(call, decision));
  }

  @Override
  public <T> T read(Function<Records, T> question) {
    try {
      return answer(readers.read(handle -> question.apply(new SqliteRecords(handle))));
    } catch (RejectedExecutionException e) {
      throw new LedgerException("the log is closed: the server ends", false, e);
    }
  }

  @Override
  public List<Line> lines(ProductName product, long after, int most) {
    return answer(readers.read(handle -> LogTable.list(handle, product, after, most)));
  }

  @Override
  public List<String> products() {
    return answer(readers.read(LogTable::productsOfLines));
  }

  @Override
  public void listen(Consumer<List<Entry>> listener) {
    news.listen(listener);
  }

  /**
   * Drops what the log comes to and builds it again, to the same; nothing is appended meanwhile,
   * and readers see the old until it is done.
   *
   * @return how many events there are
   */
  public long rebuild() {
    return alone(Projections::rebuild);
  }

  /** Runs a task on the connection that writes, between decisions and outside of a transaction. */
  <T> T alone(Function<Handle, T> task) {
    return answer(writer.alone(task));
  }

  /** Waits although interrupted: what was asked for may be durable already, and must be told so. */
  private <T> T answer(CompletableFuture<T> future) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return future.get();
        } catch (InterruptedException _) {
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case JdbiException broken -> throw database.broken(broken);
        case RuntimeException known -> throw known;
        case Error error -> throw error;
        case null, default -> throw new IllegalStateException(e);
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Returns once everything that was asked for is done and told. */
  @Override
  public void close() {
    writer.close();
    readers.close();
    news.close();
    database.close();
  }
}
