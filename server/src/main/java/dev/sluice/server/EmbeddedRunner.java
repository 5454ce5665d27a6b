package dev.sluice.server;

import dev.sluice.server.content.Contents;
import dev.sluice.server.dispatch.Dispatcher;
import dev.sluice.server.event.Actor;
import dev.sluice.server.event.PersonName;
import dev.sluice.server.event.TraceId;
import dev.sluice.server.runner.Bundles;
import dev.sluice.server.runner.LocalWork;
import dev.sluice.server.runner.Machinery;
import dev.sluice.server.runner.Pace;
import dev.sluice.server.runner.RunnerLoop;
import dev.sluice.server.runner.RunsInHand;
import dev.sluice.server.wire.Offer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The runner in the server's own process, which lacks the separation of a lab elsewhere. */
final class EmbeddedRunner implements AutoCloseable {
  /** In whose name it claims. */
  static final Actor NAME = new Actor(new PersonName("embedded"), null);

  private static final System.Logger LOG = System.getLogger(EmbeddedRunner.class.getName());
  private static final Duration END = Duration.ofSeconds(20);
  private static final Duration AGAIN = Duration.ofSeconds(10);

  private final CountDownLatch closed = new CountDownLatch(1);
  private final List<Place> places = new ArrayList<>();

  EmbeddedRunner(
      Dispatcher dispatcher,
      Contents contents,
      OwnLab lab,
      Path folder,
      RandomGenerator random,
      Supplier<TraceId> traces) {
    Machinery machinery = lab.machinery();
    Bundles bundles = new Bundles(folder.resolve("bundles"), machinery.own());
    var inHand = new RunsInHand();
    for (int i = 1; i <= machinery.places(); i++) {
      places.add(
          new Place(
              new RunnerLoop(
                  new LocalWork(dispatcher, contents, NAME, traces),
                  lab.work(),
                  () -> offer(lab),
                  bundles,
                  folder.resolve("place-" + i),
                  Pace.real(random),
                  lab.notes(),
                  inHand),
              i));
    }
  }

  private static Offer offer(OwnLab lab) {
    try {
      return lab.machinery().offer(lab.key().id());
    } catch (IOException e) {
      throw new UncheckedIOException("this machine cannot be looked at", e);
    }
  }

  /** One loop on a thread of its own, begun again when it breaks. */
  private final class Place {
    private final RunnerLoop loop;
    private final Thread thread;
    private volatile @Nullable String broken;

    Place(RunnerLoop loop, int number) {
      this.loop = loop;
      this.thread = Thread.ofPlatform().name("place " + number).start(this::work);
    }

    private void work() {
      try {
        do {
          try {
            broken = null;
            loop.run(false);
            return;
          } catch (RuntimeException | Error e) {
            broken = e.toString();
            LOG.log(System.Logger.Level.ERROR, "the runner broke, and begins again", e);
          }
        } while (!closed.await(AGAIN.toMillis(), TimeUnit.MILLISECONDS));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Nullable String trouble() {
      String why = broken;
      return why == null ? loop.trouble() : why;
    }
  }

  /** What keeps it from work, in words; null when nothing does. */
  @Nullable String trouble() {
    for (Place place : places) {
      String why = place.trouble();
      if (why != null) {
        return why;
      }
    }
    return null;
  }

  /** Gives back the runs under way. */
  @Override
  public void close() {
    closed.countDown();
    places.forEach(place -> place.loop.stop());
    try {
      for (Place place : places) {
        place.thread.join(END);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
