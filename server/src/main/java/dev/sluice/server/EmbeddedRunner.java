package dev.sluice.server;

import dev.sluice.server.content.Contents;
import dev.sluice.server.dispatch.Dispatcher;
import dev.sluice.server.event.Actor;
import dev.sluice.server.event.PersonName;
import dev.sluice.server.event.TraceId;
import dev.sluice.server.runner.Bundles;
import dev.sluice.server.runner.LabWork;
import dev.sluice.server.runner.LocalWork;
import dev.sluice.server.runner.Machinery;
import dev.sluice.server.runner.Pace;
import dev.sluice.server.runner.RunnerLoop;
import dev.sluice.server.wire.Offer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** The runner in the server's own process, which lacks the separation of a lab elsewhere. */
final class EmbeddedRunner implements AutoCloseable {
  /** In whose name it claims. */
  static final Actor NAME = new Actor(new PersonName("embedded"), null);

  private static final Duration END = Duration.ofSeconds(20);

  private final RunnerLoop loop;
  private final Thread thread;

  EmbeddedRunner(
      Dispatcher dispatcher,
      Contents contents,
      OwnLab lab,
      Path folder,
      Clock clock,
      RandomGenerator random,
      Supplier<TraceId> traces) {
    Machinery machinery = lab.machinery();
    Supplier<Offer> offer =
        () -> {
          try {
            return machinery.offer(lab.key().id());
          } catch (IOException e) {
            throw new UncheckedIOException("this machine cannot be looked at", e);
          }
        };
    loop =
        new RunnerLoop(
            new LocalWork(dispatcher, contents, NAME, traces),
            new LabWork(lab.folders(), lab.key(), clock, machinery.cores()),
            offer,
            new Bundles(folder.resolve("bundles"), machinery.own()),
            folder.resolve("run"),
            Pace.real(random),
            lab.notes());
    thread = Thread.ofPlatform().name("runner").start(() -> loop.run(false));
  }

  /** Gives back the run under way. */
  @Override
  public void close() {
    loop.stop();
    try {
      thread.join(END);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
