package dev.sluice.server.runner;

import dev.sluice.model.ArtifactName;
import dev.sluice.model.Digest;
import dev.sluice.model.Result;
import dev.sluice.model.Version;
import dev.sluice.server.OwnLab;
import dev.sluice.server.Server;
import dev.sluice.server.Settings;
import dev.sluice.server.api.ListenOn;
import dev.sluice.server.client.BearerToken;
import dev.sluice.server.client.ContentClient;
import dev.sluice.server.client.Patience;
import dev.sluice.server.client.ServerAddress;
import dev.sluice.server.client.ServerClient;
import dev.sluice.server.dispatch.Proofs;
import dev.sluice.server.dispatch.Scene;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.event.ReleaseKey;
import dev.sluice.server.retention.Rule;
import dev.sluice.server.wire.NewToken;
import dev.sluice.server.wire.Submission;
import dev.sluice.server.wire.WireRelease;
import dev.sluice.trust.key.Keyring;
import dev.sluice.trust.key.LabKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A whole server in this process, by HTTP, with everything on the disk; may be restarted. */
final class ServerOnDisk implements AutoCloseable {
  static final ProductName PRODUCT = Scene.product("a");

  private final Path folder;
  private final int port;
  private final @Nullable OwnLab lab;
  private Server server;
  private final ServerClient admin;

  ServerOnDisk(Path folder, @Nullable OwnLab lab) throws IOException {
    this.folder = folder;
    this.lab = lab;
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    server = start();
    admin = client(Files.readString(folder.resolve("data").resolve("admin.token")).strip());
  }

  private Server start() throws IOException {
    return Server.start(
        new Settings(
            folder.resolve("data"),
            new ListenOn("127.0.0.1", port, null, false),
            Settings.LARGEST,
            1 << 20,
            null,
            Set.of(),
            Rule.KEEP),
        lab,
        Clock.systemUTC(),
        System::nanoTime,
        new SecureRandom());
  }

  /** Has this lab's proofs count. */
  void trust(LabKey key) {
    new Keyring(folder.resolve("data/labs")).trust(key.id().abbreviated(), key.publicKey());
  }

  /** In good order, or after {@link #stop}. */
  void restart() throws IOException {
    server.close();
    server = start();
  }

  void stop() throws IOException {
    server.close();
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + port);
  }

  ServerClient admin() {
    return admin;
  }

  private ServerClient client(String secret) {
    return new ServerClient(
        ServerAddress.of(address().toString(), null),
        new BearerToken(secret),
        Scene.TRACE,
        Patience.USUAL);
  }

  /** With a new token of this name. */
  ServerClient client(String name, String role) throws IOException, InterruptedException {
    return client(
        Objects.requireNonNull(
            admin.tokens().create(new NewToken(name, role, null, null)).secret()));
  }

  /** Has the test's pipeline file in use. */
  void apply() throws IOException, InterruptedException {
    apply(1);
  }

  /** The same where so many labs prove data. */
  void apply(int labs) throws IOException, InterruptedException {
    Digest bundle = TestBundle.put(admin.content(PRODUCT)::upload, PRODUCT, labs);
    String state = admin.pipelines(PRODUCT).propose(bundle).state();
    if (!state.equals("in-use")) {
      throw new IllegalStateException("the pipeline file is " + state);
    }
  }

  ReleaseKey submit(ArtifactName artifact, String version)
      throws IOException, InterruptedException {
    var key = new ReleaseKey(artifact, new Version(version));
    ContentClient content = admin.content(PRODUCT);
    Digest digest = content.upload(key.title().getBytes(StandardCharsets.UTF_8));
    admin.releases(PRODUCT).submit(key, new Submission(digest.hex(), null, null, null));
    return key;
  }

  WireRelease release(ReleaseKey key) throws IOException, InterruptedException {
    return admin.releases(PRODUCT).find(key).orElseThrow();
  }

  /** A runner that is not started; it knows the server by HTTP alone. */
  RunnerLoop runner(ServerClient client, RunWork work, RunnerNotes notes, int number) {
    return runner(client, work, notes, number, Scene.LAB);
  }

  /** The same of another lab. */
  RunnerLoop runner(
      ServerClient client, RunWork work, RunnerNotes notes, int number, LabKey signer) {
    Path own = folder.resolve("runner-" + number);
    return new RunnerLoop(
        new HttpWork(client),
        work,
        () -> Scene.offer(signer, 5),
        new Bundles(own.resolve("bundles"), null),
        own.resolve("scratch"),
        Pace.real(new Random(number)),
        notes);
  }

  /** What an honest lab makes of a job. */
  static RunWork.Done passed(RunWork.Job job) throws IOException {
    return passed(job, 1, Scene.LAB);
  }

  /** The same of one of so many labs. */
  static RunWork.Done passed(RunWork.Job job, int labs, LabKey signer) throws IOException {
    if (job.assignment().work().equals("controls")) {
      return new RunWork.Done(Result.PASSED, "stopped", null, List.of(TestBundle.shown(true)));
    }
    Path kept = Files.createDirectories(job.out().resolve("290-1"));
    Files.writeString(kept.resolve("report.html"), "<!doctype html>");
    Path proof =
        Files.write(
            kept.resolve("x.proof.json"),
            new Proofs(Instant.now(), TestBundle.pipelineFile(PRODUCT, labs), signer)
                .of(job.assignment()));
    return new RunWork.Done(Result.PASSED, "it works", proof, List.of());
  }

  @Override
  public void close() throws IOException {
    admin.close();
    server.close();
  }
}
