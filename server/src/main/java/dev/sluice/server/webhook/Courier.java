package dev.sluice.server.webhook;

import dev.sluice.server.api.WireForms;
import dev.sluice.server.event.Entry;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.ledger.Ledger;
import dev.sluice.server.ledger.LedgerException;
import dev.sluice.server.ledger.audit.Head;
import dev.sluice.server.wire.Wire;
import dev.sluice.server.wire.WireEvent;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
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
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import tools.jackson.core.type.TypeReference;

/** Brings one webhook everything that it wants, in each product's order. */
final class Courier implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Courier.class.getName());
  private static final int PIECE = 100;
  private static final Duration LOOK = Duration.ofSeconds(30);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

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
   */
  record Patience(int tries, Duration first) {
    static final Patience USUAL = new Patience(12, Duration.ofSeconds(1));
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
    Path file = file("told.json");
    if (Files.exists(file)) {
      told = Wire.STRICT.readValue(Files.readAllBytes(file), new TypeReference<>() {});
      return;
    }
    ledger.read(
        records -> {
          for (ProductName product : records.products()) {
            told.put(product.value(), records.nextNumber(product) - 1);
          }
          return told;
        });
    save();
  }

  private void save() throws IOException {
    Path fresh = file("told.new");
    Files.write(fresh, Wire.STRICT.writeValueAsBytes(told));
    Files.move(
        fresh,
        file("told.json"),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
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
      } catch (IOException | LedgerException e) {
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
    Files.writeString(
        file("dead.jsonl"),
        Wire.STRICT.writeValueAsString(letter) + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  /** Sends what was kept aside once more, when somebody renamed its file to ask for it. */
  private void replay() throws IOException, InterruptedException {
    Path file = file("replay.jsonl");
    if (!Files.exists(file)) {
      return;
    }
    for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
      Letter letter = Wire.STRICT.readValue(line, Letter.class);
      if (!sent(letter)) {
        if (isStopped()) {
          // All of it again next time: at least once.
          return;
        }
        keep(letter);
      }
    }
    Files.delete(file);
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
            .timeout(Duration.ofSeconds(20))
            .header("Content-Type", letter.mediaType())
            .header("Sluice-Signature", letter.signature(webhook.secret(), clock.instant()))
            .POST(BodyPublishers.ofString(letter.body()))
            .build();
    try {
      int status = client.send(request, BodyHandlers.discarding()).statusCode();
      if (status / 100 == 2) {
        return true;
      }
      LOG.log(
          System.Logger.Level.INFO,
          "webhook %s answered %s with %s".formatted(webhook.name(), letter.id(), status));
    } catch (IOException e) {
      LOG.log(
          System.Logger.Level.INFO,
          "webhook %s did not get %s: %s".formatted(webhook.name(), letter.id(), e.getMessage()));
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
