package dev.sluice.acceptance.scenario;

import dev.sluice.model.ArtifactName;
import dev.sluice.model.Digest;
import dev.sluice.model.Version;
import dev.sluice.server.client.BearerToken;
import dev.sluice.server.client.Patience;
import dev.sluice.server.client.ProblemException;
import dev.sluice.server.client.ServerAddress;
import dev.sluice.server.client.ServerClient;
import dev.sluice.server.client.ServerException;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.event.ReleaseKey;
import dev.sluice.server.event.TraceId;
import dev.sluice.server.wire.Submission;
import dev.sluice.trust.canonical.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Several clients that submit small releases of both kinds, whatever becomes of the server. What
 * each was told is noted: acknowledged, or nothing known.
 */
final class Onslaught implements AutoCloseable {
  static final String DATA = "channel";
  static final String APPLICATION = "sensor";

  private static final int CLIENTS = 4;
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(30);

  // One try: what a broken connection means is this test's to find out.
  private static final Patience NONE =
      new Patience(
          Duration.ofSeconds(5),
          Duration.ofSeconds(20),
          Duration.ofSeconds(20),
          1,
          Duration.ofMillis(50),
          Duration.ofSeconds(20),
          _ -> {});

  private final ServerClient client;
  private final ProductName product;
  private final long seed;
  private final int submissions;
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger done = new AtomicInteger();
  private final AtomicInteger broken = new AtomicInteger();
  private final Map<ReleaseKey, Digest> sent = new ConcurrentHashMap<>();
  private final Map<ReleaseKey, Digest> acknowledged = new ConcurrentHashMap<>();
  private final ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
  private final List<Future<?>> clients = new ArrayList<>();

  Onslaught(String url, String token, String product, long seed, int submissions) {
    this.client = client(url, token);
    this.product = new ProductName(product);
    this.seed = seed;
    this.submissions = submissions;
  }

  static ServerClient client(String url, String token) {
    return new ServerClient(
        ServerAddress.of(url, null),
        new BearerToken(token),
        new TraceId("0123456789abcdef0123456789abcdef"),
        NONE);
  }

  void begin() {
    for (int i = 0; i < CLIENTS; i++) {
      clients.add(threads.submit(this::submitAll));
    }
  }

  /** Submissions that were acknowledged or given up. */
  int done() {
    return done.get();
  }

  /** Requests that nobody knows the end of. */
  int broken() {
    return broken.get();
  }

  /** What was sent at least once, acknowledged or not. */
  Map<ReleaseKey, Digest> sent() {
    return Map.copyOf(sent);
  }

  Map<ReleaseKey, Digest> acknowledged() {
    return Map.copyOf(acknowledged);
  }

  /** Returns once every client has done its part; throws what went wrong with one. */
  void await() throws Exception {
    for (Future<?> one : clients) {
      one.get();
    }
  }

  private Void submitAll() throws InterruptedException, IOException {
    for (int i = next.getAndIncrement(); i < submissions; i = next.getAndIncrement()) {
      submit(i);
      done.incrementAndGet();
    }
    return null;
  }

  /** Again and again until it is acknowledged; one in eight gives up when it was broken off. */
  private void submit(int number) throws InterruptedException, IOException {
    var random = new Random(seed * 1_000_003 + number);
    // No number, so that none is older than another.
    var key =
        new ReleaseKey(
            new ArtifactName(random.nextInt(2) == 0 ? DATA : APPLICATION),
            new Version("v" + number));
    int kind = random.nextInt(30);
    String begin = kind == 0 ? FakeLab.SLOW : kind < 3 ? FakeLab.BAD : "good";
    byte[] content =
        (begin + " " + key.title() + " " + "x".repeat(random.nextInt(20_000)))
            .getBytes(StandardCharsets.UTF_8);
    boolean givesUp = random.nextInt(8) == 0;
    Digest digest = Sha256.of(content);
    while (!Thread.interrupted()) {
      try {
        var _ = client.content(product).upload(content);
        sent.put(key, digest);
        var _ =
            client.releases(product).submit(key, new Submission(digest.hex(), null, null, null));
        acknowledged.put(key, digest);
        return;
      } catch (ServerException e) {
        if (e instanceof ProblemException problem && problem.status() < 500) {
          throw e; // a refusal of what is right
        }
        broken.incrementAndGet();
        if (givesUp && sent.containsKey(key)) {
          return;
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
    throw new InterruptedException();
  }

  @Override
  public void close() {
    threads.shutdownNow();
    client.close();
  }
}
