package dev.sluice.server.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.Digest;
import dev.sluice.model.Result;
import dev.sluice.model.Version;
import dev.sluice.server.Server;
import dev.sluice.server.Settings;
import dev.sluice.server.api.ListenOn;
import dev.sluice.server.client.BearerToken;
import dev.sluice.server.client.ContentClient;
import dev.sluice.server.client.Patience;
import dev.sluice.server.client.ServerAddress;
import dev.sluice.server.client.ServerClient;
import dev.sluice.server.dispatch.Scene;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.event.ReleaseKey;
import dev.sluice.server.retention.Rule;
import dev.sluice.server.wire.Assignment;
import dev.sluice.server.wire.NewToken;
import dev.sluice.server.wire.Offer;
import dev.sluice.server.wire.RunResult;
import dev.sluice.server.wire.Submission;
import dev.sluice.server.wire.WireRelease;
import dev.sluice.server.wire.WireRun;
import dev.sluice.trust.key.Keyring;
import dev.sluice.trust.key.LabKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole server and a runner that knows it by HTTP alone; only the machines are made up. */
@Timeout(180)
class RunnerElsewhereTest {
  private static final ProductName A = Scene.product("a");
  private static final ReleaseKey RELEASE = new ReleaseKey(Scene.DATA, new Version("290"));

  @TempDir private Path folder;

  private volatile CountDownLatch ended = new CountDownLatch(1);
  private final BlockingQueue<String> refusals = new LinkedBlockingQueue<>();
  private int port;
  private @Nullable Server server;
  private @Nullable ServerClient admin;

  @BeforeEach
  void begin() throws IOException {
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    start();
    Path token = folder.resolve("data").resolve("admin.token");
    admin = client(Files.readString(token).strip());
  }

  private void start() throws IOException {
    server =
        Server.start(
            new Settings(
                folder.resolve("data"),
                new ListenOn("127.0.0.1", port, null, false),
                Settings.LARGEST,
                1 << 20,
                null,
                Set.of(),
                Rule.KEEP),
            null,
            Clock.systemUTC(),
            System::nanoTime,
            new SecureRandom());
  }

  @AfterEach
  void end() throws IOException {
    if (admin != null) {
      admin.close();
    }
    if (server != null) {
      server.close();
    }
  }

  private ServerClient admin() {
    return Objects.requireNonNull(admin);
  }

  private ServerClient client(String secret) {
    return new ServerClient(
        ServerAddress.of("http://127.0.0.1:" + port, null),
        new BearerToken(secret),
        Scene.TRACE,
        Patience.USUAL);
  }

  private ServerClient client(String name, String role) throws Exception {
    return client(
        Objects.requireNonNull(
            admin().tokens().create(new NewToken(name, role, null, null)).secret()));
  }

  private void submit() throws Exception {
    submit(1);
  }

  private void submit(int labs) throws Exception {
    ContentClient content = admin().content(A);
    Digest bundle = TestBundle.put(content::upload, A, labs);
    assertThat(admin().pipelines(A).propose(bundle).state()).isEqualTo("in-use");
    Digest release = content.upload("channel 290".getBytes(StandardCharsets.UTF_8));
    admin().releases(A).submit(RELEASE, new Submission(release.hex(), null, null, null));
  }

  private void trust() {
    new Keyring(folder.resolve("data/labs")).trust("lab-2", Scene.LAB.publicKey());
  }

  private WireRelease release() throws Exception {
    return admin().releases(A).find(RELEASE).orElseThrow();
  }

  /** A lab that believes everything, once it may. */
  private RunWork work(CountDownLatch begun, CountDownLatch may) {
    return (job, said) -> {
      if (job.assignment().work().equals("controls")) {
        return new RunWork.Done(Result.PASSED, "stopped", null, List.of(TestBundle.shown(true)));
      }
      said.accept("booting");
      begun.countDown();
      may.await();
      Path kept = Files.createDirectories(job.out().resolve("290-1"));
      Files.writeString(kept.resolve("report.html"), "<!doctype html>");
      Path proof =
          Files.write(
              kept.resolve("x.proof.json"),
              Scene.proof(job.assignment(), TestBundle.pipelineFile(A)));
      return new RunWork.Done(Result.PASSED, "it works", proof, List.of());
    };
  }

  /** A lab that believes everything and signs with this key. */
  private static RunWork by(LabKey lab, int labs) {
    return (job, _) ->
        job.assignment().work().equals("controls")
            ? new RunWork.Done(Result.PASSED, "stopped", null, List.of(TestBundle.shown(true)))
            : new RunWork.Done(
                Result.PASSED,
                "it works",
                Files.write(
                    job.out().resolve("x.proof.json"),
                    Scene.proof(job.assignment(), TestBundle.pipelineFile(A, labs), lab)),
                List.of());
  }

  private RunnerLoop loop(ServerClient client, RunWork work) {
    return loop("runner", client, work, Scene.LAB);
  }

  private RunnerLoop loop(String name, ServerClient client, RunWork work, LabKey lab) {
    return new RunnerLoop(
        new HttpWork(client),
        work,
        () ->
            new Offer(
                List.of("qemu"), List.of("amd64"), "tcg", 1, 4096, List.of(), lab.id().hex(), 5),
        new Bundles(folder.resolve(name).resolve("bundles"), null),
        folder.resolve(name).resolve("scratch"),
        Pace.real(new SecureRandom()),
        new Told());
  }

  private final class Told implements RunnerNotes {
    @Override
    public void ended(Assignment assignment, RunResult result, boolean taken) {
      if (assignment.work().equals("prove") && taken) {
        ended.countDown();
      }
    }

    @Override
    public void claimed(Assignment assignment) {}

    @Override
    public void said(Assignment assignment, String line) {}

    @Override
    public void lost(Assignment assignment) {}

    @Override
    public void away(String reason, Duration pause) {
      refusals.add(reason);
    }

    @Override
    public void refused(String sentence) {}
  }

  @Test
  void aLabIsRefusedUntilItsKeyIsTrustedAndNobodyRestarts() throws Exception {
    submit();
    try (ServerClient client = client("lab-2", "runner")) {
      RunnerLoop loop = loop(client, work(new CountDownLatch(1), new CountDownLatch(0)));
      Thread thread = Thread.ofPlatform().start(() -> loop.run(false));
      assertThat(refusals.poll(60, TimeUnit.SECONDS))
          .isEqualTo(
              "the lab key "
                  + Scene.LAB.id()
                  + " of lab-2 is not trusted here; whoever runs the server puts its public half"
                  + " into the folder labs of the data folder, as NAME.pub");
      assertThat(release().runs()).extracting(WireRun::state).containsOnly("queued");
      trust();
      assertThat(ended.await(120, TimeUnit.SECONDS)).isTrue();
      loop.stop();
      thread.join(Duration.ofSeconds(30));
    }
    assertThat(release().state()).isEqualTo("handed-on");
    assertThat(release().runs()).extracting(WireRun::lab).containsOnly(Scene.LAB.id().hex());
  }

  @Test
  void aReleaseIsProvenByARunnerElsewhere() throws Exception {
    trust();
    submit();
    try (ServerClient client = client("lab-2", "runner")) {
      var now = new CountDownLatch(0);
      RunnerLoop loop = loop(client, work(new CountDownLatch(1), now));
      Thread thread = Thread.ofPlatform().start(() -> loop.run(false));
      assertThat(ended.await(120, TimeUnit.SECONDS)).isTrue();
      loop.stop();
      thread.join(Duration.ofSeconds(30));
      assertThat(thread.isAlive()).isFalse();
    }
    assertThat(release().state()).isEqualTo("handed-on");
    assertThat(admin().releases(A).proofs(RELEASE).items()).hasSize(1);
    Path page = folder.resolve("page.html");
    admin().releases(A).report(RELEASE, page);
    assertThat(page).hasContent("<!doctype html>");
  }

  @Test
  void aRestartOfTheServerCostsNoRun() throws Exception {
    trust();
    submit();
    var begun = new CountDownLatch(1);
    var may = new CountDownLatch(1);
    try (ServerClient client = client("lab-2", "runner")) {
      RunnerLoop loop = loop(client, work(begun, may));
      Thread thread = Thread.ofPlatform().start(() -> loop.run(false));
      assertThat(begun.await(120, TimeUnit.SECONDS)).isTrue();
      Objects.requireNonNull(server).close();
      may.countDown();
      start();
      assertThat(ended.await(120, TimeUnit.SECONDS)).isTrue();
      loop.stop();
      thread.join(Duration.ofSeconds(30));
    }
    WireRelease release = release();
    assertThat(release.state()).isEqualTo("handed-on");
    assertThat(release.runs()).hasSize(1);
    assertThat(release.runs().getFirst().state()).isEqualTo("passed");
  }

  @Test
  void aReleaseOfTwoLabsWaitsForTheSecondAndIsProvenByBoth() throws Exception {
    trust();
    submit(2);
    try (ServerClient one = client("lab-1", "runner");
        ServerClient two = client("lab-2", "runner")) {
      RunnerLoop first = loop("first", one, by(Scene.LAB, 2), Scene.LAB);
      Thread firstThread = Thread.ofPlatform().start(() -> first.run(false));
      assertThat(ended.await(120, TimeUnit.SECONDS)).isTrue();
      assertThat(release().state()).isEqualTo("proving");
      assertThat(release().runs())
          .filteredOn(run -> run.state().equals("queued"))
          .extracting(WireRun::sentence)
          .containsExactly(
              "another lab than "
                  + Scene.LAB.id().abbreviated()
                  + " is needed: 2 labs, each with a key of its own, have to prove it");

      new Keyring(folder.resolve("data/labs")).trust("lab-b", Scene.OTHER_LAB.publicKey());
      ended = new CountDownLatch(1);
      RunnerLoop second = loop("second", two, by(Scene.OTHER_LAB, 2), Scene.OTHER_LAB);
      Thread secondThread = Thread.ofPlatform().start(() -> second.run(false));
      assertThat(ended.await(120, TimeUnit.SECONDS)).isTrue();
      first.stop();
      second.stop();
      firstThread.join(Duration.ofSeconds(30));
      secondThread.join(Duration.ofSeconds(30));
    }
    assertThat(release().state()).isEqualTo("handed-on");
    assertThat(release().runs())
        .extracting(WireRun::lab)
        .containsExactlyInAnyOrder(Scene.LAB.id().hex(), Scene.OTHER_LAB.id().hex());
  }

  @Test
  void whoIsNoRunnerGetsNoWork() throws Exception {
    try (ServerClient client = client("eve", "viewer")) {
      assertThat(loop(client, work(new CountDownLatch(1), new CountDownLatch(0))).run(false))
          .isEqualTo(RunnerLoop.End.REFUSED);
    }
  }
}
