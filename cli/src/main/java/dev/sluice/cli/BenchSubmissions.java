package dev.sluice.cli;

import dev.sluice.cli.screen.BenchScreen.Figure;
import dev.sluice.model.ArtifactName;
import dev.sluice.model.Digest;
import dev.sluice.model.Version;
import dev.sluice.server.Server;
import dev.sluice.server.Settings;
import dev.sluice.server.api.ListenOn;
import dev.sluice.server.bundle.Bundle;
import dev.sluice.server.bundle.BundleJson;
import dev.sluice.server.client.BearerToken;
import dev.sluice.server.client.ContentClient;
import dev.sluice.server.client.Patience;
import dev.sluice.server.client.ServerAddress;
import dev.sluice.server.client.ServerClient;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.event.ReleaseKey;
import dev.sluice.server.event.TraceId;
import dev.sluice.server.retention.Rule;
import dev.sluice.server.wire.Submission;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Submissions of 1 MB by four clients, and the same by four writers of a bare store. */
final class BenchSubmissions {
  private static final int SUBMISSIONS = 400;

  // Until the compilers are nearly through with what a submission runs, since a server lives for
  // weeks; or for so many rounds, as a server with its clients may not be through for long.
  private static final int ROUND = 500;
  private static final int MOST_ROUNDS = 16;
  private static final double STILL_COMPILING = 0.05;
  private static final int SMALL = 20_000;
  private static final int CLIENTS = 4;
  private static final int SIZE = 1_000_000;
  private static final int ROW = 600;
  private static final ProductName PRODUCT = new ProductName("bench");
  private static final ArtifactName ARTIFACT = new ArtifactName("app");
  private static final TraceId TRACE = new TraceId("b".repeat(32));

  private static final String PIPELINE =
      """
      sluice: 1
      product: bench
      artifacts:
        app:
          kind: application
          at: /var/lib/app
          releases: { "1": one }
          verbs: { install: [install], take: [take], in-force: [in-force], probe: [probe] }
      environments:
        box:
          driver: qemu
          image: { kernel: one, initrd: one, state: one, cmdline: quiet }
          stands-for: { os: linux }
      suites:
        smoke: [{ catches: one }]
      """;

  private final Program program;
  private final Path work;
  private final PrintStream progress;

  BenchSubmissions(Program program, Path work, PrintStream progress) {
    this.program = program;
    this.work = work;
    this.progress = progress;
  }

  List<Figure> measure() throws IOException, InterruptedException, SQLException {
    Taken bare;
    try (BareStore store = new BareStore(work.resolve("bare"))) {
      byte[] row = new byte[ROW];
      bare = taken("bare store", (number, content) -> store.submit(number, content, row));
    }
    Taken served;
    try (Server server =
        Server.start(
            new Settings(
                work.resolve("server"),
                new ListenOn("127.0.0.1", 0, null, false),
                Settings.LARGEST,
                0,
                null,
                Set.of(),
                Rule.KEEP),
            null,
            program.clock(),
            System::nanoTime,
            new SecureRandom())) {
      served = served(server);
    }
    return List.of(
        new Figure(
            "1 MB to durably queued, p99",
            served.p99() / 1e6,
            bare.p99() / 1e6,
            3,
            "ms",
            "the bare store's"),
        // A rate, and more is better: so the bare store's against the server's.
        new Figure(
            "time for " + SUBMISSIONS + " submissions",
            served.seconds() * 1e3,
            bare.seconds() * 1e3,
            2,
            "ms",
            "the bare store's"));
  }

  private Taken served(Server server) throws IOException, InterruptedException, SQLException {
    Path file = Objects.requireNonNull(server.newToken());
    BearerToken token = new BearerToken(Files.readString(file).strip());
    ServerAddress address = ServerAddress.of(server.address().toString(), null);
    List<ServerClient> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      clients.add(new ServerClient(address, token, TRACE, Patience.USUAL));
    }
    try {
      propose(clients.getFirst());
      return taken(
          "server",
          (number, content) -> {
            ServerClient client = clients.get((int) (number % CLIENTS));
            Digest digest = client.content(PRODUCT).upload(content);
            client
                .releases(PRODUCT)
                .submit(
                    new ReleaseKey(ARTIFACT, new Version("1." + (number + 1))),
                    new Submission(digest.hex(), null, null, null));
          });
    } finally {
      clients.forEach(ServerClient::close);
    }
  }

  private static void propose(ServerClient client) throws IOException, InterruptedException {
    ContentClient content = client.content(PRODUCT);
    byte[] pipeline = PIPELINE.getBytes(StandardCharsets.UTF_8);
    byte[] one = "one".getBytes(StandardCharsets.UTF_8);
    List<Bundle.File> files =
        new ArrayList<>(
            List.of(
                new Bundle.File("one", content.upload(one), one.length, false),
                new Bundle.File(
                    Bundle.PIPELINE, content.upload(pipeline), pipeline.length, false)));
    files.sort(Comparator.comparing(Bundle.File::path));
    Bundle bundle = new Bundle(PRODUCT, files, List.of(), List.of(), List.of());
    client.pipelines(PRODUCT).propose(content.upload(BundleJson.bytes(bundle)));
  }

  /**
   * What was measured.
   *
   * @param p99 in nanoseconds
   */
  private record Taken(long p99, double seconds) {}

  private interface One {
    void submit(long number, byte[] content) throws IOException, InterruptedException, SQLException;
  }

  private Taken taken(String who, One one) throws IOException, InterruptedException, SQLException {
    int warmUp = warmUp(one);
    touchMemory();
    long from = System.nanoTime();
    Duration used = processorTime();
    long[] nanos = all(warmUp, SUBMISSIONS, SIZE, one);
    double seconds = (System.nanoTime() - from) / 1e9;
    double processor = processorTime().minus(used).toNanos() / 1e6 / SUBMISSIONS;
    long p99 = Percentile.ninetyNinth(nanos);
    progress.printf(
        "%s: %.1f submissions a second, p99 %.1f ms, %.1f ms of processor time each,"
            + " after %,d to warm up%n",
        who, SUBMISSIONS / seconds, p99 / 1e6, processor, warmUp);
    return new Taken(p99, seconds);
  }

  /**
   * Small submissions and some large ones, in rounds, until a round has little left to compile or
   * there were enough.
   *
   * @return how many there were
   */
  private static int warmUp(One one) throws IOException, InterruptedException, SQLException {
    CompilationMXBean compilers = ManagementFactory.getCompilationMXBean();
    int done = 0;
    for (int round = 0; round < MOST_ROUNDS; round++) {
      long from = System.nanoTime();
      long compiled = compilers.getTotalCompilationTime();
      all(done, ROUND, SMALL, one);
      done += ROUND;
      all(done, ROUND / 5, SIZE, one);
      done += ROUND / 5;
      double millis = (System.nanoTime() - from) / 1e6;
      if (compilers.getTotalCompilationTime() - compiled < STILL_COMPILING * millis) {
        break;
      }
    }
    return done;
  }

  /**
   * Has the kernel hold as much memory as the files to be written take. Of a virtual machine a page
   * costs ten times as much when it is touched for the first time, and who comes first would pay.
   */
  private void touchMemory() throws IOException {
    Path scratch = work.resolve("scratch");
    byte[] bytes = new byte[SIZE];
    try (FileChannel out =
        FileChannel.open(scratch, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (int i = 0; i < SUBMISSIONS * 3 / 2; i++) {
        out.write(ByteBuffer.wrap(bytes));
      }
      out.force(true);
    }
    Files.delete(scratch);
  }

  /** Of the whole program, clients included. */
  private static Duration processorTime() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
  }

  private static long[] all(int first, int count, int size, One one)
      throws IOException, InterruptedException, SQLException {
    long[] nanos = new long[count];
    AtomicInteger next = new AtomicInteger();
    AtomicReference<@Nullable Exception> failed = new AtomicReference<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      threads.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    byte[] content = new byte[size];
                    new Random(first).nextBytes(content);
                    for (int at = next.getAndIncrement();
                        at < count && failed.get() == null;
                        at = next.getAndIncrement()) {
                      ByteBuffer.wrap(content).putInt(first + at);
                      long from = System.nanoTime();
                      try {
                        one.submit(first + at, content);
                      } catch (IOException | InterruptedException | SQLException e) {
                        failed.compareAndSet(null, e);
                      }
                      nanos[at] = System.nanoTime() - from;
                    }
                  }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    switch (failed.get()) {
      case null -> {}
      case IOException e -> throw e;
      case InterruptedException e -> throw e;
      case SQLException e -> throw e;
      default -> throw new IllegalStateException("nothing else is caught");
    }
    return nanos;
  }
}
