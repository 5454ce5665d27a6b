package dev.sluice.server;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Does something again and again until it is closed. */
final class Every implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Every.class.getName());
  private static final Duration END = Duration.ofSeconds(5);

  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;

  /** Begins after the first pause. */
  Every(String name, Duration pause, Runnable task) {
    thread =
        Thread.ofPlatform()
            .daemon()
            .name(name)
            .start(
                () -> {
                  try {
                    while (!closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                      once(task);
                    }
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
  }

  private static void once(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error e) {
      // The next time may go better, and nobody else would try.
      LOG.log(System.Logger.Level.ERROR, "what is done again and again failed", e);
    }
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      thread.join(END);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
