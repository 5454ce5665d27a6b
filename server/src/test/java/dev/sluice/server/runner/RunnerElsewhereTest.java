package dev.sluice.server.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.server.client.ServerClient;
import dev.sluice.server.dispatch.Scene;
import dev.sluice.server.event.ReleaseKey;
import dev.sluice.server.wire.Assignment;
import dev.sluice.server.wire.RunResult;
import dev.sluice.server.wire.WireRelease;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole server and a runner that knows it by HTTP alone; only the machines are made up. */
@Timeout(180)
class RunnerElsewhereTest {
  private static final CountDownLatch NOW = new CountDownLatch(0);

  @TempDir private Path folder;

  private final CountDownLatch ended = new CountDownLatch(1);
  private ServerOnDisk server;

  @BeforeEach
  void begin() throws IOException {
    server = new ServerOnDisk(folder, null);
  }

  @AfterEach
  void end() throws IOException {
    server.close();
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

  private final class Told extends Heard {
    @Override
    public synchronized void ended(Assignment assignment, RunResult result, boolean taken) {
      if (assignment.work().equals("prove") && taken) {
        ended.countDown();
      }
    }
  }

  @Test
  void aReleaseIsProvenByARunnerElsewhere() throws Exception {
    server.apply();
    ReleaseKey release = server.submit(Scene.DATA, "290");
    try (ServerClient client = server.client("lab-2", "runner")) {
      RunnerLoop loop = server.runner(client, work(new CountDownLatch(1), NOW), new Told(), 1);
      Thread thread = Thread.ofPlatform().start(() -> loop.run(false));
      assertThat(ended.await(120, TimeUnit.SECONDS)).isTrue();
      loop.stop();
      thread.join(Duration.ofSeconds(30));
      assertThat(thread.isAlive()).isFalse();
    }
    assertThat(server.release(release).state()).isEqualTo("handed-on");
    var releases = server.admin().releases(ServerOnDisk.PRODUCT);
    assertThat(releases.proofs(release).items()).hasSize(1);
    Path page = folder.resolve("page.html");
    releases.report(release, page);
    assertThat(page).hasContent("<!doctype html>");
  }

  @Test
  void aRestartOfTheServerCostsNoRun() throws Exception {
    server.apply();
    ReleaseKey key = server.submit(Scene.DATA, "290");
    var begun = new CountDownLatch(1);
    var may = new CountDownLatch(1);
    try (ServerClient client = server.client("lab-2", "runner")) {
      RunnerLoop loop = server.runner(client, work(begun, may), new Told(), 1);
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
    assertThat(release.runs().getFirst().attempt()).isEqualTo(1);
  }

  @Test
  void whoIsNoRunnerGetsNoWork() throws Exception {
    try (ServerClient client = server.client("eve", "viewer")) {
      RunnerLoop loop = server.runner(client, work(new CountDownLatch(1), NOW), new Heard(), 1);
      assertThat(loop.run(false)).isEqualTo(RunnerLoop.End.REFUSED);
    }
  }
}
