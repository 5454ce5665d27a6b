package dev.sluice.server.api;

import dev.sluice.server.access.AdminToken;
import dev.sluice.server.access.Secret;
import dev.sluice.server.access.Tokens;
import dev.sluice.server.content.disk.DiskContents;
import dev.sluice.server.event.Actor;
import dev.sluice.server.event.Event;
import dev.sluice.server.event.PersonName;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.event.Role;
import dev.sluice.server.ledger.Decided;
import dev.sluice.server.ledger.Ledger;
import dev.sluice.server.ledger.Told;
import dev.sluice.server.ledger.sqlite.SqliteLedger;
import dev.sluice.server.tls.TlsFiles;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;

/** The real server with the real log and content, in a folder of a test. */
final class RunningServer implements AutoCloseable {
  static final Instant START = Instant.parse("2026-03-01T08:00:00Z");
  static final ProductName PRODUCT = Told.SENSOR;

  /** Short, so that what is given up is given up while somebody watches. */
  static final Limits SHORT =
      new Limits(
          8 << 10,
          Limits.PIECE,
          Duration.ofSeconds(1),
          Duration.ofSeconds(2),
          Duration.ofSeconds(1),
          16 << 20,
          Duration.ofSeconds(2),
          100,
          5,
          2000,
          500);

  final AtomicReference<Instant> now = new AtomicReference<>(START);
  final SqliteLedger ledger;
  final DiskContents contents;
  final HttpServer http;
  final Description description = new Description();
  final HttpClient client = HttpClient.newHttpClient();
  final String admin;
  final List<Routes> api;
  private final RandomGenerator random =
      RandomGeneratorFactory.<RandomGenerator>of("L64X128MixRandom").create(1);
  private int tokens;

  RunningServer(Path folder) throws IOException {
    this(folder, Limits.USUAL, null);
  }

  RunningServer(Path folder, Limits limits, @Nullable TlsFiles tls) throws IOException {
    ledger = SqliteLedger.open(folder.resolve("log.db"), now::get);
    contents = new DiskContents(folder.resolve("content"), 1 << 20);
    Path file = folder.resolve("admin.token");
    AdminToken.ensure(ledger, file, random, now::get, Told.TRACE);
    admin = Files.readString(file).strip();
    Announcements announcements = new Announcements(ledger);
    Metrics metrics = new Metrics(ledger, now::get, () -> 1L << 40);
    api =
        List.of(
            new ContentRoutes(ledger, contents, 1L << 30),
            new TokenRoutes(ledger, random),
            new ReadingRoutes(ledger, contents, announcements, limits.streams()),
            new OpenApiRoutes());
    http =
        HttpServer.start(
            new ListenOn("127.0.0.1", 0, tls, false),
            new HttpServer.Parts(
                ledger, announcements, metrics, limits, now::get, System::nanoTime, random),
            api,
            List.of(new HealthRoutes(ledger, metrics, () -> 1L << 40, 1 << 20, () -> null)));
  }

  /** Puts events into the product's log. */
  void happen(Event... events) {
    ledger.decide(Told.call("ann"), (_, _) -> new Decided<>(List.of(events), "told"));
  }

  /** The secret of a new token. */
  String token(Role role, @Nullable ProductName product) {
    Secret secret = Secret.from(random);
    tokens++;
    PersonName name = new PersonName(role.word() + tokens);
    ledger.decide(
        new Ledger.Call(ProductName.SERVER, Actor.SERVER, "test", Told.TRACE),
        (records, at) -> Tokens.create(records, at, name, role, product, secret.digest(), 90));
    return secret.reveal();
  }

  URI uri(String path) {
    return http.address().resolve(path);
  }

  /** A request below the API's prefix. */
  HttpRequest.Builder ask(@Nullable String token, String path) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(uri("/api/v1" + path)).timeout(Duration.ofSeconds(20));
    return token == null ? builder : builder.header("Authorization", "Bearer " + token);
  }

  HttpResponse<String> get(@Nullable String token, String path) throws Exception {
    return send(ask(token, path));
  }

  HttpResponse<String> post(@Nullable String token, String path, String body) throws Exception {
    return send(ask(token, path).POST(BodyPublishers.ofString(body)), body);
  }

  HttpResponse<String> send(HttpRequest.Builder builder) throws Exception {
    return send(builder, "");
  }

  private HttpResponse<String> send(HttpRequest.Builder builder, String body) throws Exception {
    HttpRequest request = builder.build();
    HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
    description.hold(request, body, answer);
    return answer;
  }

  @Override
  public void close() {
    client.shutdownNow();
    http.close();
    ledger.close();
  }
}
