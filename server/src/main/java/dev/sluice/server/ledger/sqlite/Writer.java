package dev.sluice.server.ledger.sqlite;

import dev.sluice.model.Digest;
import dev.sluice.server.event.Entry;
import dev.sluice.server.event.Event;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.ledger.Chain;
import dev.sluice.server.ledger.Decided;
import dev.sluice.server.ledger.Ledger;
import dev.sluice.server.ledger.LedgerException;
import dev.sluice.server.ledger.Line;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that writes. Takes what waits, runs it in one transaction, and answers when that
 * is durable: many callers share one fsync.
 */
final class Writer implements AutoCloseable {
  private static final int MOST_AT_ONCE = 64;
  private static final System.Logger LOG = System.getLogger(Writer.class.getName());
  private static final String SAVEPOINT = "decision";

  private final Database database;
  private final Handle handle;
  private final News news;
  private final InstantSource clock;
  private final BlockingQueue<Job> queue = new LinkedBlockingQueue<>();
  private final Object gate = new Object();
  private final Thread thread;
  private boolean closed;

  Writer(Database database, News news, InstantSource clock) {
    this.database = database;
    this.handle = database.writer();
    this.news = news;
    this.clock = clock;
    this.thread = Thread.ofPlatform().name("ledger-writer").unstarted(this::work);
  }

  void start() {
    thread.start();
  }

  private sealed interface Job {}

  /** A decision that waits, and whoever waits for it. */
  private record Waiting<T>(
      Ledger.Call call, Ledger.Decision<T> decision, CompletableFuture<T> answer) implements Job {
    /** Tells whoever waits, later, what the decision came to. */
    Runnable decide(Handle handle, InstantSource clock, List<Entry> appended) {
      Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
      Decided<T> decided = decision.of(new SqliteRecords(handle), now);
      appended.addAll(append(handle, call, now, decided.events()));
      return () -> answer.complete(decided.answer());
    }

    void fail(Throwable reason) {
      answer.completeExceptionally(reason);
    }
  }

  /** Has the connection for itself. */
  private record Alone<T>(Function<Handle, T> task, CompletableFuture<T> answer) implements Job {
    void run(Handle handle, Function<Exception, LedgerException> broken) {
      try {
        answer.complete(task.apply(handle));
      } catch (JdbiException e) {
        answer.completeExceptionally(broken.apply(e));
      } catch (RuntimeException | Error e) {
        answer.completeExceptionally(e);
      }
    }
  }

  private record Stop() implements Job {}

  <T> CompletableFuture<T> decide(Ledger.Call call, Ledger.Decision<T> decision) {
    var answer = new CompletableFuture<T>();
    add(new Waiting<>(call, decision, answer));
    return answer;
  }

  /** Runs a task on the connection that writes, outside of any transaction. */
  <T> CompletableFuture<T> alone(Function<Handle, T> task) {
    var answer = new CompletableFuture<T>();
    add(new Alone<>(task, answer));
    return answer;
  }

  private void add(Job job) {
    synchronized (gate) {
      if (closed) {
        throw new LedgerException("the log is closed: the server ends");
      }
      queue.add(job);
    }
  }

  private void work() {
    List<Job> jobs = new ArrayList<>();
    List<Waiting<?>> decisions = new ArrayList<>();
    try {
      while (true) {
        jobs.add(queue.take());
        queue.drainTo(jobs, MOST_AT_ONCE - 1);
        for (Job job : jobs) {
          switch (job) {
            case Waiting<?> waiting -> decisions.add(waiting);
            case Alone<?> alone -> {
              flush(decisions);
              alone.run(handle, database::broken);
            }
            case Stop _ -> {
              flush(decisions);
              return;
            }
          }
        }
        jobs.clear();
        flush(decisions);
      }
    } catch (InterruptedException _) {
      throw new IllegalStateException("nobody interrupts the log's writer");
    }
  }

  /** Whatever goes wrong, the thread lives on: without it nothing is recorded any more. */
  private void flush(List<Waiting<?>> decisions) {
    try {
      if (!decisions.isEmpty()) {
        decide(decisions);
      }
    } catch (RuntimeException | Error e) {
      LOG.log(System.Logger.Level.ERROR, "the log's writer failed, and goes on", e);
      rollback();
      LedgerException failure =
          new LedgerException("the log's writer failed: nobody knows what was recorded", false, e);
      // Of those that were answered already this changes nothing.
      decisions.forEach(waiting -> waiting.fail(failure));
    }
    decisions.clear();
  }

  private void decide(List<Waiting<?>> decisions) {
    @Nullable LedgerException failure = together(decisions);
    if (failure != null && decisions.size() > 1) {
      // One of them may be what the store cannot take; the others are not to suffer for it.
      for (Waiting<?> waiting : decisions) {
        @Nullable LedgerException own = together(List.of(waiting));
        if (own != null) {
          waiting.fail(own);
        }
      }
    } else if (failure != null) {
      decisions.getFirst().fail(failure);
    }
  }

  /** All of them in one transaction; nobody was answered and nothing written when it fails. */
  private @Nullable LedgerException together(List<Waiting<?>> decisions) {
    List<Entry> appended = new ArrayList<>();
    List<Runnable> answers = new ArrayList<>();
    try {
      handle.begin();
      for (Waiting<?> waiting : decisions) {
        answers.add(one(waiting, appended));
      }
      handle.commit();
    } catch (JdbiException e) {
      rollback();
      return database.broken(e);
    }
    try {
      news.tell(List.copyOf(appended));
    } finally {
      // Durable by now, whoever hears of it.
      answers.forEach(Runnable::run);
    }
    return null;
  }

  private Runnable one(Waiting<?> waiting, List<Entry> appended) {
    int before = appended.size();
    handle.savepoint(SAVEPOINT);
    try {
      Runnable answer = waiting.decide(handle, clock, appended);
      handle.releaseSavepoint(SAVEPOINT);
      return answer;
    } catch (JdbiException e) {
      throw e; // of the store, which may have given up the whole transaction
    } catch (RuntimeException | Error e) {
      handle.rollbackToSavepoint(SAVEPOINT);
      appended.subList(before, appended.size()).clear();
      return () -> waiting.fail(e);
    }
  }

  private void rollback() {
    try {
      handle.rollback();
    } catch (JdbiException _) {
      // SQLite has rolled back by itself, or there was nothing to: the first error is the one to be
      // told.
    }
  }

  private static List<Entry> append(
      Handle handle, Ledger.Call call, Instant now, List<Event> events) {
    List<Entry> entries = new ArrayList<>();
    if (events.isEmpty()) {
      return entries;
    }
    ProductName product = call.product();
    Rows rows = new TableRows(handle);
    Rows.@Nullable Head head = LogTable.head(handle, product).orElse(null);
    long number = head == null ? 1 : head.number() + 1;
    Digest previous = head == null ? Chain.before(product) : head.hash();
    for (Event event : events) {
      Line line = Line.of(call, number, now, event, previous);
      LogTable.append(handle, line);
      Entry entry = line.entry(event);
      Projector.apply(entry, rows);
      entries.add(entry);
      previous = entry.hash();
      number++;
    }
    return entries;
  }

  /** Everything that waits is done first. */
  @Override
  public void close() {
    synchronized (gate) {
      if (!closed) {
        closed = true;
        queue.add(new Stop());
      }
    }
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    handle.close();
  }
}
