package dev.sluice.server.fetch;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes the socket that a fetch waits on when its time is over. A timeout for each read alone
 * would let a server drip its bytes for months.
 */
final class Deadline implements AutoCloseable {
  private final CountDownLatch ended = new CountDownLatch(1);
  private @Nullable Socket socket;
  private boolean passed;

  /** Begins now. */
  Deadline(Duration time) {
    Thread.ofVirtual().name("sluice-fetch-deadline").start(() -> await(time));
  }

  private void await(Duration time) {
    try {
      if (!ended.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
        pass();
      }
    } catch (InterruptedException _) {
      // Nobody does so; the fetch ends by its other bounds then.
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void pass() {
    passed = true;
    close(socket);
  }

  /** From now on this one is closed; at once when the time is over already. */
  synchronized void guard(Socket next) {
    socket = next;
    if (passed) {
      close(next);
    }
  }

  private static void close(@Nullable Socket socket) {
    try {
      if (socket != null) {
        socket.close();
      }
    } catch (IOException _) {
      // It is of no more use either way.
    }
  }

  synchronized boolean hasPassed() {
    return passed;
  }

  /** Closes nothing from here on. */
  @Override
  public void close() {
    ended.countDown();
  }
}
