package dev.sluice.server.webhook;

import dev.sluice.server.api.WireForms;
import dev.sluice.server.event.Entry;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.ledger.Ledger;
import dev.sluice.server.ledger.audit.Head;
import dev.sluice.server.wire.Wire;
import dev.sluice.server.wire.WireEvent;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;

/** Brings one webhook everything that it wants, in each product's order. */
final class Courier implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Courier.class.getName());
  private static final int PIECE = 100;
  private static final Duration LOOK = Duration.ofSeconds(30);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
  private static final long LARGEST_ANSWER = 1 << 20;

  private final Webhook webhook;
  private final Ledger ledger;
  private final Path folder;
  private final InstantSource clock;
  private final Patience patience;
  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(Duration.ofSeconds(10))
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();
  private final Semaphore news = new Semaphore(0);
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Thread thread;
  private final Map<ProductName, Head> heads = new LinkedHashMap<>();
  private Map<String, Long> told = new HashMap<>();

  /**
   * How often something is tried.
   *
   * @param first pause; each is twice the one before, at most five minutes
   * @param answer the longest that one try may take, to the end of the answer's body
   */
  record Patience(int tries, Duration first, Duration answer) {
    static final Patience USUAL = new Patience(12, Duration.ofSeconds(1), Duration.ofSeconds(20));
  }

  Courier(Webhook webhook, Ledger ledger, Path folder, InstantSource clock, Patience patience)
      throws IOException {
    this.webhook = webhook;
    this.ledger = ledger;
    this.folder = folder;
    this.clock = clock;
    this.patience = patience;
    Files.createDirectories(folder);
    begin();
    beginHeads();
    ledger.listen(entries -> news.release());
    thread = Thread.ofVirtual().name("sluice-webhook-" + webhook.name()).start(this::run);
  }

  private Path file(String kind) {
    return folder.resolve(webhook.name() + "." + kind);
  }

  /** A new webhook is told what happens from now on, not all that ever did. */
  private void begin() throws IOException {
    Map<String, Long> before = toldBefore();
    if (before != null) {
      told = before;
      return;
    }
    told =
        ledger.read(
            records -> {
              Map<String, Long> ends = new HashMap<>();
              for (ProductName product : records.products()) {
                ends.put(product.value(), records.nextNumber(product) - 1);
              }
              return ends;
            });
    save();
  }

  /** Null when nobody knows. */
  private @Nullable Map<String, Long> toldBefore() throws IOException {
    Path file = file("told.json");
    if (!Files.exists(file)) {
      return null;
    }
    try {
      return new HashMap<>(
          Wire.STRICT.readValue(
              Files.readAllBytes(file), new TypeReference<Map<String, Long>>() {}));
    } catch (JacksonException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "%s cannot be read, so webhook %s is told what happens from now on: %s"
              .formatted(file, webhook.name(), e.getOriginalMessage()));
      return null;
    }
  }

  private void save() throws IOException {
    Path fresh = file("told.new");
    try (FileChannel channel =
        FileChannel.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      write(channel, Wire.STRICT.writeValueAsBytes(told));
    }
    Files.move(
        fresh,
        file("told.json"),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    // Without it the rename itself can vanish with the power.
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static void write(FileChannel channel, byte[] bytes) throws IOException {
    ByteBuffer left = ByteBuffer.wrap(bytes);
    while (left.hasRemaining()) {
      channel.write(left);
    }
    channel.force(true);
  }

  private boolean isStopped() {
    return stopped.getCount() == 0;
  }

  private void run() {
    while (!isStopped()) {
      try {
        replay();
        while (tell()) {
          if (isStopped()) {
            return;
          }
        }
        tellHeads();
        boolean _ = news.tryAcquire(LOOK.toSeconds(), TimeUnit.SECONDS);
        news.drainPermits();
      } catch (InterruptedException _) {
        return;
      } catch (IOException | RuntimeException | Error e) {
        LOG.log(System.Logger.Level.ERROR, "webhook " + webhook.name() + " has to wait", e);
        if (pause(LOOK)) {
          return;
        }
      }
    }
  }

  /** Tells the next few of each product; whether there may be more. */
  private boolean tell() throws IOException, InterruptedException {
    boolean more = false;
    for (ProductName product : ledger.read(records -> records.products())) {
      long last = told.getOrDefault(product.value(), 0L);
      List<Entry> entries = ledger.read(records -> records.entries(product, last, PIECE)).items();
      for (Entry entry : entries) {
        WireEvent event = WireForms.of(entry);
        if (webhook.wants(event.eventType())) {
          Letter letter = Letter.of(entry, event, webhook.form());
          if (!sent(letter)) {
            if (isStopped()) {
              return false;
            }
            keep(letter);
          }
          told.put(product.value(), entry.number());
          save();
        } else {
          told.put(product.value(), entry.number());
        }
      }
      more |= entries.size() == PIECE;
    }
    return more;
  }

  private void keep(Letter letter) throws IOException {
    LOG.log(
        System.Logger.Level.WARNING,
        "webhook %s did not take %s; it is kept in %s"
            .formatted(webhook.name(), letter.id(), file("dead.jsonl")));
    try (FileChannel channel =
        FileChannel.open(
            file("dead.jsonl"),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      channel.position(channel.size());
      String line = Wire.STRICT.writeValueAsString(letter) + "\n";
      write(
          channel,
          (endsWithinALine(channel) ? "\n" + line : line).getBytes(StandardCharsets.UTF_8));
    }
  }

  /** A crash may have left half a line: what follows must not be lost with it. */
  private static boolean endsWithinALine(FileChannel channel) throws IOException {
    ByteBuffer last = ByteBuffer.allocate(1);
    return channel.size() > 0 && channel.read(last, channel.size() - 1) == 1 && last.get(0) != '\n';
  }

  /** Sends what was kept aside once more, when somebody renamed its file to ask for it. */
  private void replay() throws IOException, InterruptedException {
    Path file = file("replay.jsonl");
    if (!Files.exists(file)) {
      return;
    }
    // Unlike Files.lines, this takes bytes that are no UTF-8, as a crash may leave them.
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
      int number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        Letter letter = line.isBlank() ? null : letter(line, number);
        if (letter != null && !sent(letter)) {
          if (isStopped()) {
            // All of it again next time: at least once.
            return;
          }
          keep(letter);
        }
      }
    }
    Files.delete(file);
  }

  private @Nullable Letter letter(String line, int number) {
    try {
      return Wire.STRICT.readValue(line, Letter.class);
    } catch (JacksonException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "line %d of %s is no letter and is left out: %s"
              .formatted(number, file("replay.jsonl"), e.getOriginalMessage()));
      return null;
    }
  }

  /** Of each product the newest: it speaks for all that were before. */
  void keepHeads(List<Head> newer) {
    synchronized (heads) {
      newer.forEach(head -> heads.put(head.product(), head));
    }
    news.release();
  }

  private void tellHeads() throws IOException, InterruptedException {
    List<Head> next;
    synchronized (heads) {
      next = List.copyOf(heads.values());
      heads.clear();
    }
    for (Head head : next) {
      Letter letter = Letter.of(head, webhook.form());
      if (!sent(letter)) {
        if (isStopped()) {
          return;
        }
        keep(letter);
      }
    }
  }

  /** Those of this moment: what was on its way when the last server ended is in them. */
  private void beginHeads() {
    if (!webhook.wantsHeads()) {
      return;
    }
    Instant now = clock.instant();
    keepHeads(
        ledger.read(
            records ->
                records.products().stream()
                    .flatMap(
                        product ->
                            records
                                .entries(product, records.nextNumber(product) - 2, 1)
                                .items()
                                .stream())
                    .map(entry -> new Head(entry.product(), entry.number(), entry.hash(), now))
                    .toList()));
  }

  /** False when nobody took it, or the server stops. */
  private boolean sent(Letter letter) throws InterruptedException {
    Duration pause = patience.first();
    for (int tries = 1; tries <= patience.tries(); tries++) {
      if (isTaken(letter)) {
        return true;
      }
      if (tries < patience.tries() && pause(pause)) {
        return false;
      }
      pause =
          pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0
              ? LONGEST_PAUSE
              : pause.multipliedBy(2);
    }
    return false;
  }

  private boolean isTaken(Letter letter) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(webhook.url())
            .header("Content-Type", letter.mediaType())
            .header("Sluice-Signature", letter.signature(webhook.secret(), clock.instant()))
            .POST(BodyPublishers.ofString(letter.body()))
            .build();
    // A request's own timeout ends with the headers of the answer: a body that never ends would
    // hold up all that comes after.
    var answer =
        client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.discarding(), LARGEST_ANSWER));
    try {
      int status = answer.get(patience.answer().toMillis(), TimeUnit.MILLISECONDS).statusCode();
      if (status / 100 == 2) {
        return true;
      }
      LOG.log(
          System.Logger.Level.INFO,
          "webhook %s answered %s with %s".formatted(webhook.name(), letter.id(), status));
    } catch (ExecutionException e) {
      LOG.log(
          System.Logger.Level.INFO,
          "webhook %s did not get %s: %s".formatted(webhook.name(), letter.id(), e.getMessage()));
    } catch (TimeoutException _) {
      LOG.log(
          System.Logger.Level.INFO,
          "webhook %s did not answer %s whole within %s s"
              .formatted(webhook.name(), letter.id(), patience.answer().toSeconds()));
    } finally {
      answer.cancel(true);
    }
    return false;
  }

  /** Whether the server stops. */
  private boolean pause(Duration time) {
    try {
      return stopped.await(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      return true;
    }
  }

  @Override
  public void close() {
    stopped.countDown();
    thread.interrupt();
    try {
      thread.join(Duration.ofSeconds(5));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    client.shutdownNow();
  }
}
