package dev.sluice.server.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.Digest;
import dev.sluice.server.content.Contents;
import dev.sluice.server.dispatch.BundleFacts;
import dev.sluice.server.dispatch.OpenedBundles;
import dev.sluice.server.dispatch.Scene;
import dev.sluice.server.event.Event;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.event.Work;
import dev.sluice.server.ledger.Records;
import dev.sluice.server.life.RunState;
import dev.sluice.server.wire.Assignment;
import dev.sluice.server.wire.Offer;
import dev.sluice.server.wire.Renewal;
import dev.sluice.server.wire.RunResult;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Many runners on one server, in one process. */
class FarmTest {
  private static final ProductName A = Scene.product("a");

  private final Path folder;
  @AutoClose private final Scene scene;
  private final Door door = new Door();
  private final List<RunnerLoop> loops = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();

  FarmTest(@TempDir Path folder) {
    this.folder = folder;
    scene = new Scene(folder);
  }

  /** The server, as runners reach it: not at all while it is shut. */
  private final class Door {
    private final ReentrantReadWriteLock inside = new ReentrantReadWriteLock();
    private volatile boolean shut;

    /** Inside until it is closed. */
    interface Stay extends AutoCloseable {
      @Override
      void close();
    }

    Stay enter() throws ServerAway {
      inside.readLock().lock();
      if (shut) {
        inside.readLock().unlock();
        throw new ServerAway("cannot be reached", new ConnectException());
      }
      return inside.readLock()::unlock;
    }

    /** A restart: what is inside is answered first, since nothing survives the old log after it. */
    void restart() {
      shut = true;
      scene.dispatcher.close();
      inside.writeLock().lock();
      try {
        scene.restart();
      } finally {
        inside.writeLock().unlock();
      }
      shut = false;
    }
  }

  private final class Served implements WorkSource {
    private final String name;

    Served(String name) {
      this.name = name;
    }

    private LocalWork local() {
      return new LocalWork(scene.dispatcher, scene.contents, Scene.runner(name), () -> Scene.TRACE);
    }

    @Override
    public Optional<Assignment> claim(Offer offer) throws IOException, InterruptedException {
      try (Door.Stay _ = door.enter()) {
        return local().claim(offer);
      }
    }

    @Override
    public boolean renew(Assignment assignment, Renewal renewal) throws IOException {
      try (Door.Stay _ = door.enter()) {
        return local().renew(assignment, renewal);
      }
    }

    @Override
    public boolean end(Assignment assignment, RunResult result) throws IOException {
      try (Door.Stay _ = door.enter()) {
        return local().end(assignment, result);
      }
    }

    @Override
    public void fetch(Assignment assignment, Digest content, Path into) throws IOException {
      try (Door.Stay _ = door.enter()) {
        local().fetch(assignment, content, into);
      }
    }

    @Override
    public Digest store(Assignment assignment, Path file) throws IOException {
      try (Door.Stay _ = door.enter()) {
        return local().store(assignment, file);
      }
    }
  }

  private void queue(int runs) throws IOException {
    Digest bundle = TestBundle.in(scene.contents.of(A), A);
    Contents contents = scene.contents;
    BundleFacts facts =
        new OpenedBundles(new dev.sluice.server.admit.Bundles(contents))
            .facts(A, bundle)
            .orElseThrow();
    scene.product(A, Scene.inTheField(facts));
    String[] counterparts = new String[runs];
    for (int i = 0; i < runs; i++) {
      counterparts[i] = "7." + i;
    }
    scene.admitted(A, Scene.DATA, "290", counterparts);
  }

  private void begin(int runners, RunWork work) {
    for (int i = 0; i < runners; i++) {
      String name = "runner-" + i;
      var loop =
          new RunnerLoop(
              new Served(name),
              work,
              () -> Scene.offer(Scene.LAB, 20),
              new Bundles(folder.resolve(name).resolve("bundles"), null),
              folder.resolve(name).resolve("scratch"),
              Pace.real(new Random(i)),
              new Heard());
      loops.add(loop);
      threads.add(Thread.ofPlatform().name(name).start(() -> loop.run(false)));
    }
  }

  @AfterEach
  void end() throws InterruptedException {
    loops.forEach(RunnerLoop::stop);
    for (Thread thread : threads) {
      thread.join(Duration.ofSeconds(30));
      assertThat(thread.isAlive()).isFalse();
    }
  }

  /** Runs of the candidate, by how they ended. */
  private long ended(Class<? extends RunState> how) {
    return scene.ledger.read(records -> records.runs(A, Long.MAX_VALUE, 1_000)).items().stream()
        .filter(run -> run.work() instanceof Work.Prove)
        .filter(run -> how.isInstance(run.state()))
        .count();
  }

  @Test
  @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aRestartInTheMiddleCostsNoRun() throws Exception {
    int runs = 40;
    queue(runs);
    var half = new CountDownLatch(runs / 2);
    var restarted = new CountDownLatch(1);
    var done = new CountDownLatch(runs);
    RunWork work =
        (job, _) -> {
          if (job.assignment().work().equals("controls")) {
            return ServerOnDisk.passed(job);
          }
          half.countDown();
          if (half.getCount() == 0) {
            // Everything that is out now is out while the server is away.
            restarted.await();
          }
          RunWork.Done made = ServerOnDisk.passed(job);
          done.countDown();
          return made;
        };
    begin(4, work);
    assertThat(half.await(60, TimeUnit.SECONDS)).isTrue();
    door.restart();
    restarted.countDown();
    assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
    while (!scene.ledger.read(Records::openRuns).isEmpty()) {
      Thread.onSpinWait();
    }
    assertThat(ended(RunState.Passed.class)).isEqualTo(runs);
    assertThat(scene.events())
        .filteredOn(Event.RunClaimed.class::isInstance)
        .extracting(event -> ((Event.RunClaimed) event).attempt())
        .containsOnly(1)
        .hasSize(runs + 4);
    assertThat(scene.events()).noneMatch(Event.RunReturned.class::isInstance);
  }
}
