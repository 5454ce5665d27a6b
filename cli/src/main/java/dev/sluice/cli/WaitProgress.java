package dev.sluice.cli;

import dev.sluice.cli.screen.LogLine;
import dev.sluice.cli.screen.ReleaseScreen;
import dev.sluice.server.client.Moved;
import dev.sluice.server.wire.WireEvent;
import dev.sluice.server.wire.WireRelease;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Shows how a submission goes, on {@code err}, until it is closed: a board that is redrawn where
 * that may be, else a line for each thing that happens.
 */
final class WaitProgress implements AutoCloseable {
  private static final int MILLIS = 200;
  private static final long WORTH_TELLING = 1 << 20;

  private final PrintStream err;
  private final String title;
  private final @Nullable Redrawn redrawn;
  private final long from = System.nanoTime();
  private final Thread ticker = new Thread(this::tick, "progress");
  private @Nullable Look look;
  private @Nullable WireRelease shown;
  private boolean stale;
  private boolean explained;
  private boolean closed;

  WaitProgress(Printer printer, String title) {
    this.err = printer.err();
    this.title = title;
    this.redrawn = printer.errIsLive() ? new Redrawn(err) : null;
    ticker.setDaemon(true);
    ticker.start();
  }

  /** Asks how the release stands. */
  @FunctionalInterface
  interface Look {
    @Nullable WireRelease now() throws IOException, InterruptedException;
  }

  /** How much of the content is sent. */
  Moved sending() {
    return (bytes, all) -> {
      synchronized (this) {
        if (redrawn != null) {
          redrawn.draw(ReleaseScreen.sending(title, bytes, all));
        } else if (all > WORTH_TELLING && (bytes == 0 || bytes == all)) {
          say(bytes == 0 ? "sending " + title : title + " is sent");
        }
      }
    };
  }

  /** The release is there: from now on its board is shown. */
  synchronized void submitted(WireRelease release, Look how) {
    shown = release;
    look = how;
  }

  synchronized void heard(WireEvent event) {
    stale = true;
    notifyAll();
    if (redrawn == null) {
      say(event.sentence());
    }
  }

  /** Something that is to stay on the screen. */
  synchronized void note(String text) {
    if (redrawn != null) {
      redrawn.erase();
    }
    say(text);
  }

  private void say(String what) {
    err.println(LogLine.at(since(), what));
  }

  private Duration since() {
    return Duration.ofNanos(System.nanoTime() - from);
  }

  private void tick() {
    try {
      while (true) {
        @Nullable Look refresh;
        synchronized (this) {
          wait(MILLIS);
          if (closed) {
            return;
          }
          refresh = redrawn == null ? unsaid() : stale ? look : null;
          stale = false;
        }
        // Not under the lock: the server may take its time.
        @Nullable WireRelease fresh = refresh == null ? null : seen(refresh);
        draw(fresh);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** In lines of their own nothing is drawn again, so that silence is explained once. */
  private @Nullable Look unsaid() {
    if (explained || since().compareTo(ReleaseScreen.PATIENCE) <= 0) {
      return null;
    }
    explained = look != null;
    return look;
  }

  private static @Nullable WireRelease seen(Look look) throws InterruptedException {
    try {
      return look.now();
    } catch (IOException e) {
      return null; // whoever waits for the end finds out what is wrong
    }
  }

  private synchronized void draw(@Nullable WireRelease fresh) {
    if (fresh != null) {
      shown = fresh;
    }
    if (closed || shown == null) {
      return;
    }
    if (redrawn != null) {
      redrawn.draw(ReleaseScreen.board(shown, since(), true));
    } else if (fresh != null) {
      ReleaseScreen.untouched(fresh, since()).ifPresent(this::say);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    notifyAll();
    if (redrawn != null) {
      redrawn.erase();
    }
    err.flush();
  }
}
