package dev.sluice.server.api;

import dev.sluice.server.event.Entry;
import dev.sluice.server.event.Event;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.event.ReleaseKey;
import dev.sluice.server.event.RunKey;
import dev.sluice.server.ledger.EventJson;
import dev.sluice.server.ledger.Ledger;
import dev.sluice.server.ledger.Page;
import dev.sluice.server.ledger.ReleaseRecord;
import dev.sluice.server.ledger.RunRecord;
import dev.sluice.server.life.ReleaseState;
import dev.sluice.server.life.RunState;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;

/**
 * Streams of events. What was missed and what comes next is read in the same way, by number, so
 * that a stream can be taken up where another ended.
 */
final class EventFeeds {
  private static final int PIECE = 200;
  private static final Duration BREATH = Duration.ofSeconds(15);

  private final Ledger ledger;
  private final Announcements announcements;
  private final Semaphore streams;

  EventFeeds(Ledger ledger, Announcements announcements, int most) {
    this.ledger = ledger;
    this.announcements = announcements;
    this.streams = new Semaphore(most);
  }

  /** Everything of a product, for ever. */
  Answer product(ProductName product, long after) {
    return Answer.events(
        sink ->
            limited(
                () -> {
                  long last = after;
                  while (!announcements.isClosed()) {
                    long from = last;
                    Page<Entry> page =
                        ledger.read(records -> records.entries(product, from, PIECE));
                    for (Entry entry : page.items()) {
                      send(sink, entry);
                      last = entry.number();
                    }
                    if (page.items().isEmpty()) {
                      pause(product, last, sink);
                    }
                  }
                }));
  }

  /** What one moment says about a release. */
  private record Look(List<Entry> entries, Set<RunKey> runs, boolean isOver) {}

  /**
   * What is about a release or a run of it, until it is proven or at its end and no run goes on.
   *
   * @param after to begin with; 0 for the first
   */
  Answer release(ProductName product, ReleaseRecord release, long after) {
    return Answer.events(
        sink ->
            limited(
                () -> {
                  long last = Math.max(after, release.number() - 1);
                  while (!announcements.isClosed()) {
                    Look look = look(product, release.key(), last);
                    for (Entry entry : look.entries()) {
                      if (isAbout(entry.event(), release.key(), look.runs())) {
                        send(sink, entry);
                      }
                      last = entry.number();
                    }
                    if (look.entries().isEmpty()) {
                      if (look.isOver()) {
                        return;
                      }
                      pause(product, last, sink);
                    }
                  }
                }));
  }

  private Look look(ProductName product, ReleaseKey key, long after) {
    return ledger.read(
        records -> {
          List<RunRecord> runs = records.runsOf(product, key);
          return new Look(
              records.entries(product, after, PIECE).items(),
              runs.stream().map(RunRecord::key).collect(Collectors.toSet()),
              records.release(product, key).map(r -> isOver(r.state())).orElse(true)
                  // Of a stopped release, runs that had begun go on to their end.
                  && runs.stream().noneMatch(run -> run.state() instanceof RunState.Running));
        });
  }

  private static boolean isOver(ReleaseState state) {
    return state.isEnd() || state instanceof ReleaseState.Proven;
  }

  private static boolean isAbout(Event event, ReleaseKey release, Set<RunKey> runs) {
    return switch (event) {
      case Event.OfRelease of -> of.release().equals(release);
      case Event.OfRun of -> runs.contains(of.run());
      case Event.OfPipeline _,
          Event.OfToken _,
          Event.ControlsShown _,
          Event.RunnerChanged _,
          Event.ContentRemoved _,
          Event.AccessDenied _ ->
          false;
    };
  }

  private void pause(ProductName product, long last, Answer.Sink sink)
      throws IOException, InterruptedException {
    if (!announcements.awaitAfter(product, last, BREATH) && !announcements.isClosed()) {
      sink.breathe();
    }
  }

  private static void send(Answer.Sink sink, Entry entry) throws IOException {
    sink.send(Long.toString(entry.number()), EventJson.type(entry.event()), WireForms.of(entry));
  }

  private interface Following {
    void follow() throws IOException, InterruptedException;
  }

  private void limited(Following following) throws IOException, InterruptedException {
    if (!streams.tryAcquire()) {
      // The client hears the end of the stream and comes again.
      return;
    }
    try {
      following.follow();
    } finally {
      streams.release();
    }
  }
}
