package dev.sluice.server.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.server.client.ServerClient;
import dev.sluice.server.dispatch.Scene;
import dev.sluice.server.event.ReleaseKey;
import dev.sluice.server.wire.Assignment;
import dev.sluice.server.wire.RunResult;
import dev.sluice.server.wire.WireRelease;
import dev.sluice.server.wire.WireRun;
import dev.sluice.trust.key.LabKey;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole server and a runner that knows it by HTTP alone; only the machines are made up. */
@Timeout(180)
class RunnerElsewhereTest {
  @TempDir private Path folder;
  @AutoClose private ServerOnDisk server;

  private volatile CountDownLatch ended = new CountDownLatch(1);
  private final BlockingQueue<String> refusals = new LinkedBlockingQueue<>();

  @BeforeEach
  void begin() throws IOException {
    server = new ServerOnDisk(folder, null);
  }

  private ReleaseKey submit(int labs) throws Exception {
    server.apply(labs);
    return server.submit(Scene.DATA, "290");
  }

  /** A lab that believes everything, once it may. */
  private static RunWork work(CountDownLatch begun, CountDownLatch may) {
    return (job, said) -> {
      if (job.assignment().work().equals("prove")) {
        said.accept("booting");
        begun.countDown();
        may.await();
      }
      return ServerOnDisk.passed(job);
    };
  }

  private static RunWork work() {
    return (job, _) -> ServerOnDisk.passed(job);
  }

  private RunnerLoop loop(ServerClient client, RunWork work) {
    return server.runner(client, work, new Told(), 1);
  }

  /** A runner of one of two labs. */
  private RunnerLoop oneOfTwo(ServerClient client, int number, LabKey lab) {
    RunWork work = (job, _) -> ServerOnDisk.passed(job, 2, lab);
    return server.runner(client, work, new Told(), number, lab);
  }

  private final class Told extends Heard {
    @Override
    public synchronized void ended(Assignment assignment, RunResult result, boolean taken) {
      if (assignment.work().equals("prove") && taken) {
        ended.countDown();
      }
    }

    @Override
    public synchronized void away(String reason, Duration pause) {
      refusals.add(reason);
    }
  }

  @Test
  void aLabIsRefusedUntilItsKeyIsTrustedAndNobodyRestarts() throws Exception {
    ReleaseKey key = submit(1);
    try (ServerClient client = server.client("lab-2", "runner")) {
      RunnerLoop loop = loop(client, work());
      Thread thread = Thread.ofPlatform().start(() -> loop.run(false));
      assertThat(refusals.poll(60, TimeUnit.SECONDS))
          .isEqualTo(
              "the lab key "
                  + Scene.LAB.id()
                  + " of lab-2 is not trusted here; whoever runs the server puts its public half"
                  + " into the folder labs of the data folder, as NAME.pub");
      assertThat(server.release(key).runs()).extracting(WireRun::state).containsOnly("queued");
      server.trust(Scene.LAB);
      assertThat(ended.await(120, TimeUnit.SECONDS)).isTrue();
      loop.stop();
      thread.join(Duration.ofSeconds(30));
    }
    assertThat(server.release(key).state()).isEqualTo("handed-on");
    assertThat(server.release(key).runs())
        .extracting(WireRun::lab)
        .containsOnly(Scene.LAB.id().hex());
  }

  @Test
  void aReleaseIsProvenByARunnerElsewhere() throws Exception {
    server.trust(Scene.LAB);
    ReleaseKey key = submit(1);
    try (ServerClient client = server.client("lab-2", "runner")) {
      RunnerLoop loop = loop(client, work());
      Thread thread = Thread.ofPlatform().start(() -> loop.run(false));
      assertThat(ended.await(120, TimeUnit.SECONDS)).isTrue();
      loop.stop();
      thread.join(Duration.ofSeconds(30));
      assertThat(thread.isAlive()).isFalse();
    }
    assertThat(server.release(key).state()).isEqualTo("handed-on");
    assertThat(server.admin().releases(ServerOnDisk.PRODUCT).proofs(key).items()).hasSize(1);
    Path page = folder.resolve("page.html");
    server.admin().releases(ServerOnDisk.PRODUCT).report(key, page);
    assertThat(page).hasContent("<!doctype html>");
  }

  @Test
  void aRestartOfTheServerCostsNoRun() throws Exception {
    server.trust(Scene.LAB);
    ReleaseKey key = submit(1);
    var begun = new CountDownLatch(1);
    var may = new CountDownLatch(1);
    try (ServerClient client = server.client("lab-2", "runner")) {
      RunnerLoop loop = loop(client, work(begun, may));
      Thread thread = Thread.ofPlatform().start(() -> loop.run(false));
      assertThat(begun.await(120, TimeUnit.SECONDS)).isTrue();
      server.stop();
      may.countDown();
      server.restart();
      assertThat(ended.await(120, TimeUnit.SECONDS)).isTrue();
      loop.stop();
      thread.join(Duration.ofSeconds(30));
    }
    WireRelease release = server.release(key);
    assertThat(release.state()).isEqualTo("handed-on");
    assertThat(release.runs()).hasSize(1);
    assertThat(release.runs().getFirst().state()).isEqualTo("passed");
  }

  @Test
  void aReleaseOfTwoLabsWaitsForTheSecondAndIsProvenByBoth() throws Exception {
    server.trust(Scene.LAB);
    ReleaseKey key = submit(2);
    try (ServerClient one = server.client("lab-1", "runner");
        ServerClient two = server.client("lab-2", "runner")) {
      RunnerLoop first = oneOfTwo(one, 1, Scene.LAB);
      Thread firstThread = Thread.ofPlatform().start(() -> first.run(false));
      assertThat(ended.await(120, TimeUnit.SECONDS)).isTrue();
      assertThat(server.release(key).state()).isEqualTo("proving");
      assertThat(server.release(key).runs())
          .filteredOn(run -> run.state().equals("queued"))
          .extracting(WireRun::sentence)
          .containsExactly(
              "another lab than "
                  + Scene.LAB.id().abbreviated()
                  + " is needed: 2 labs, each with a key of its own, have to prove it");

      server.trust(Scene.OTHER_LAB);
      ended = new CountDownLatch(1);
      RunnerLoop second = oneOfTwo(two, 2, Scene.OTHER_LAB);
      Thread secondThread = Thread.ofPlatform().start(() -> second.run(false));
      assertThat(ended.await(120, TimeUnit.SECONDS)).isTrue();
      first.stop();
      second.stop();
      firstThread.join(Duration.ofSeconds(30));
      secondThread.join(Duration.ofSeconds(30));
    }
    assertThat(server.release(key).state()).isEqualTo("handed-on");
    assertThat(server.release(key).runs())
        .extracting(WireRun::lab)
        .containsExactlyInAnyOrder(Scene.LAB.id().hex(), Scene.OTHER_LAB.id().hex());
  }

  @Test
  void whoIsNoRunnerGetsNoWork() throws Exception {
    try (ServerClient client = server.client("eve", "viewer")) {
      assertThat(loop(client, work()).run(false)).isEqualTo(RunnerLoop.End.REFUSED);
    }
  }
}
