package dev.sluice.server.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.server.client.ServerClient;
import dev.sluice.server.dispatch.Scene;
import dev.sluice.server.wire.WirePage;
import dev.sluice.server.wire.WireRun;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Ten runners on a whole server with its log on the disk, each by HTTP and with its own token. */
@Tag("long")
@Timeout(600)
class FarmOverHttpTest {
  private static final int RUNNERS = 10;
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  @TempDir private Path folder;

  private final List<ServerClient> clients = new ArrayList<>();
  private final List<RunnerLoop> loops = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();

  private void begin(ServerOnDisk server, RunWork work) throws Exception {
    for (int i = 0; i < RUNNERS; i++) {
      ServerClient client = server.client("lab-" + i, "runner");
      RunnerLoop loop = server.runner(client, work, new Heard(), i);
      clients.add(client);
      loops.add(loop);
    }
    for (RunnerLoop loop : loops) {
      threads.add(Thread.ofPlatform().start(() -> loop.run(false)));
    }
  }

  @AfterEach
  void end() throws InterruptedException {
    loops.forEach(RunnerLoop::stop);
    for (Thread thread : threads) {
      thread.join(Duration.ofSeconds(30));
    }
    clients.forEach(ServerClient::close);
  }

  /** Of candidates. */
  private static List<WireRun> runs(ServerOnDisk server) throws Exception {
    List<WireRun> runs = new ArrayList<>();
    @Nullable String cursor = null;
    do {
      WirePage<WireRun> page = server.admin().runs(ServerOnDisk.PRODUCT).page(cursor);
      page.items().stream().filter(run -> run.work().equals("prove")).forEach(runs::add);
      cursor = page.next();
    } while (cursor != null);
    return runs;
  }

  private static void awaitQueued(ServerOnDisk server, int runs) throws Exception {
    while (runs(server).size() < runs) {
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  /**
   * Has so many runs made.
   *
   * @param restart whether the server is restarted once half of them are made
   * @return from the start of the runners to the end of the last run
   */
  private Duration made(int runs, Duration each, boolean restart) throws Exception {
    var half = new CountDownLatch(runs / 2);
    var all = new CountDownLatch(runs);
    RunWork work =
        (job, _) -> {
          if (job.assignment().work().equals("prove")) {
            LockSupport.parkNanos(each.toNanos());
            half.countDown();
            all.countDown();
          }
          return ServerOnDisk.passed(job);
        };
    try (var server = new ServerOnDisk(folder, null)) {
      server.trust(Scene.LAB);
      server.apply();
      for (int i = 0; i < runs; i++) {
        var _ = server.submit(Scene.APPLICATION, "v" + i);
      }
      awaitQueued(server, runs);
      long from = System.nanoTime();
      begin(server, work);
      assertThat(half.await(400, TimeUnit.SECONDS)).isTrue();
      if (restart) {
        server.restart();
      }
      assertThat(all.await(400, TimeUnit.SECONDS)).isTrue();
      while (!runs(server).stream().allMatch(run -> run.state().equals("passed"))) {
        LockSupport.parkNanos(LOOK_NANOS);
      }
      Duration took = Duration.ofNanos(System.nanoTime() - from);
      List<WireRun> ended = runs(server);
      assertThat(ended).hasSize(runs);
      // A claim whose answer went down with the server counts as a try; nothing else may.
      assertThat(ended).allMatch(run -> run.attempt() <= (restart ? 2 : 1));
      return took;
    }
  }

  @Test
  void fiveHundredRunsSurviveARestartInTheMiddle() throws Exception {
    print(500, made(500, Duration.ofSeconds(1), true), "with a restart");
  }

  @Test
  void tenRunnersLoseLittleTimeBetweenFiveHundredRuns() throws Exception {
    var machine =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long before = machine.getProcessCpuTime();
    int runs = 500;
    print(runs, made(runs, Duration.ofSeconds(1), false), "without a restart");
    Duration cpu = Duration.ofNanos(machine.getProcessCpuTime() - before).dividedBy(runs);
    System.out.println(cpu.toMillis() + " ms of processor a run, submission included");
    // The time it takes says how busy this machine is with others; this says what it can take.
    assertThat(cpu).isLessThan(Duration.ofMillis(100));
  }

  private static void print(int runs, Duration took, String how) {
    Duration ideal = Duration.ofSeconds(runs / RUNNERS);
    System.out.printf(
        "%d runs of 1 s on %d runners over HTTP, log on disk, %s: %.1f s, %.2f x the ideal%n",
        runs, RUNNERS, how, took.toMillis() / 1e3, took.toMillis() / (double) ideal.toMillis());
  }
}
