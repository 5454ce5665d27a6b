package dev.sluice.server.ledger.sqlite;

import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * A few threads that read, each with a connection of its own. Platform threads: SQLite would hold a
 * virtual one's carrier, so that everybody else stood still.
 */
final class Readers implements AutoCloseable {
  private static final int THREADS = 4;

  private final Database database;
  private final Queue<Handle> idle = new ConcurrentLinkedQueue<>();
  private final ExecutorService threads =
      Executors.newFixedThreadPool(
          THREADS, Thread.ofPlatform().daemon().name("ledger-reader-", 0).factory());

  Readers(Database database) {
    this.database = database;
  }

  /** Everything that the question asks is answered from one moment's state. */
  <T> CompletableFuture<T> read(Function<Handle, T> question) {
    return CompletableFuture.supplyAsync(() -> answer(question), threads);
  }

  private <T> T answer(Function<Handle, T> question) {
    @Nullable Handle free = idle.poll();
    Handle handle = free == null ? database.reader() : free;
    boolean usable = false;
    try {
      handle.begin();
      try {
        return question.apply(handle);
      } finally {
        handle.rollback();
        usable = true;
      }
    } finally {
      if (usable) {
        idle.add(handle);
      } else {
        handle.close();
      }
    }
  }

  @Override
  public void close() {
    threads.close();
    idle.forEach(Handle::close);
  }
}
