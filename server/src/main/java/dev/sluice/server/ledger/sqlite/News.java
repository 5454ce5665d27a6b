package dev.sluice.server.ledger.sqlite;

import dev.sluice.server.event.Entry;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/**
 * Tells listeners what was appended, in order, from one thread: a slow listener makes others wait,
 * never those who append.
 */
final class News implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(News.class.getName());

  private final List<Consumer<List<Entry>>> listeners = new CopyOnWriteArrayList<>();
  private final ExecutorService teller =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("ledger-news").factory());

  void listen(Consumer<List<Entry>> listener) {
    listeners.add(listener);
  }

  /** To be called in the order of the log. */
  void tell(List<Entry> entries) {
    if (!listeners.isEmpty()) {
      teller.execute(() -> listeners.forEach(listener -> tell(listener, entries)));
    }
  }

  private static void tell(Consumer<List<Entry>> listener, List<Entry> entries) {
    try {
      listener.accept(entries);
    } catch (RuntimeException | Error e) {
      // The others are to hear of it all the same.
      LOG.log(System.Logger.Level.ERROR, "a listener of the log failed", e);
    }
  }

  /** Returns once everything was told. */
  @Override
  public void close() {
    teller.close();
  }
}
