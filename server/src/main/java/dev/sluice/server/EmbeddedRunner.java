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
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The runner in the server's own process, which lacks the separation of a lab elsewhere. */
final class EmbeddedRunner implements AutoCloseable {
  /** In whose name it claims. */
  static final Actor NAME = new Actor(new PersonName("embedded"), null);

  private static final Duration END = Duration.ofSeconds(20);

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
          Place.begun(
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

  /** One loop on a thread of its own. */
  private record Place(RunnerLoop loop, Thread thread) {
    static Place begun(RunnerLoop loop, int number) {
      return new Place(
          loop, Thread.ofPlatform().name("place " + number).start(() -> loop.run(false)));
    }
  }

  /** What keeps it from work, in words; null when nothing does. */
  @Nullable String trouble() {
    for (Place place : places) {
      String why = place.loop.trouble();
      if (why != null) {
        return why;
      }
    }
    return null;
  }

  /** Gives back the runs under way. */
  @Override
  public void close() {
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
