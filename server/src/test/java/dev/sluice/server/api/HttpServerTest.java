package dev.sluice.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.ZstdInputStream;
import dev.sluice.server.event.Event;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.event.Role;
import dev.sluice.server.ledger.Told;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpServerTest {
  @TempDir Path folder;
  private RunningServer server;

  @BeforeEach
  void start() throws Exception {
    server = new RunningServer(folder);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void theAdminTokenOfTheFirstStartSaysWhoItIs() throws Exception {
    HttpResponse<String> answer = server.get(server.admin, "/whoami");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body())
        .contains("\"name\":\"admin\"", "\"role\":\"admin\"", "\"product\":null");
    assertThat(answer.headers().firstValue("Trace-Id")).isPresent();
  }

  @Test
  void withoutATokenNothingIsSaid() throws Exception {
    HttpResponse<String> answer = server.get(null, "/whoami");
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(answer.headers().firstValue("WWW-Authenticate")).isPresent();
    assertThat(answer.body()).contains("\"type\":\"/problems/unidentified\"", "\"status\":401");
  }

  @Test
  void theTraceOfTheCallerIsTaken() throws Exception {
    HttpResponse<String> answer =
        server.send(
            server
                .ask(server.admin, "/whoami")
                .header("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"));
    assertThat(answer.headers().firstValue("Trace-Id"))
        .contains("4bf92f3577b34da6a3ce929d0e0e4736");
  }

  @Test
  void aTokenIsMadeWithItsSecretShownOnceAndWorthNothingOnceRevoked() throws Exception {
    HttpResponse<String> made =
        server.post(
            server.admin,
            "/tokens",
            "{\"name\":\"ben\",\"role\":\"approver\",\"product\":\"kernel-sensor\"}");
    assertThat(made.statusCode()).isEqualTo(201);
    String secret = made.body().replaceAll(".*\"secret\":\"([^\"]+)\".*", "$1");
    String key = made.body().replaceAll(".*\"token\":\"([^\"]+)\".*", "$1");
    assertThat(server.get(secret, "/whoami").body()).contains("\"name\":\"ben\"");
    assertThat(server.get(server.admin, "/tokens").body()).contains(key).doesNotContain(secret);

    assertThat(server.send(server.ask(server.admin, "/tokens/" + key).DELETE()).statusCode())
        .isEqualTo(204);
    HttpResponse<String> refused = server.get(secret, "/whoami");
    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(refused.body()).contains(key + " was revoked");
    assertThat(denials(ProductName.SERVER)).anyMatch(what -> what.contains(key + " was revoked"));
  }

  @Test
  void anIdempotencyKeyIsForOneQuestionWithItsQuery() throws Exception {
    assertThat(keyed("").statusCode()).isEqualTo(201);
    assertThat(keyed("").headers().firstValue("Idempotent-Replay")).contains("true");
    HttpResponse<String> other = keyed("?dry-run=true");
    assertThat(other.statusCode()).isEqualTo(422);
    assertThat(other.body()).contains("was used for another request");
  }

  private HttpResponse<String> keyed(String query) throws Exception {
    String token = "{\"name\":\"ben\",\"role\":\"viewer\",\"product\":null}";
    return server.client.send(
        server
            .ask(server.admin, "/tokens" + query)
            .header("Idempotency-Key", "one")
            .POST(HttpRequest.BodyPublishers.ofString(token))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private List<String> denials(ProductName product) {
    return server.ledger.read(records -> records.entries(product, 0, 200)).items().stream()
        .map(entry -> entry.event())
        .filter(Event.AccessDenied.class::isInstance)
        .map(event -> ((Event.AccessDenied) event).what())
        .toList();
  }

  @Test
  void anExpiredTokenIsRefused() throws Exception {
    String secret = server.token(Role.VIEWER, null);
    assertThat(server.get(secret, "/whoami").statusCode()).isEqualTo(200);
    server.now.set(RunningServer.START.plus(Duration.ofDays(91)));
    assertThat(server.get(secret, "/whoami").body()).contains("expired at");
  }

  @Test
  void aTokenForOneProductReachesNoOther() throws Exception {
    server.happen(Told.submitted(291));
    String own = server.token(Role.VIEWER, RunningServer.PRODUCT);
    String other = server.token(Role.VIEWER, new ProductName("other"));
    String path = "/products/kernel-sensor/releases";
    assertThat(server.get(own, path).statusCode()).isEqualTo(200);
    HttpResponse<String> denied = server.get(other, path);
    assertThat(denied.statusCode()).isEqualTo(403);
    assertThat(denied.body()).contains("This token is for product other alone");
    assertThat(denials(RunningServer.PRODUCT)).hasSize(1);
  }

  @Test
  void aReleaseIsAnsweredOnceAndThenNotAgainUntilItChanges() throws Exception {
    server.happen(Told.submitted(291));
    String path = "/products/kernel-sensor/artifacts/channel/releases/291";
    HttpResponse<String> first = server.get(server.admin, path);
    assertThat(first.statusCode()).isEqualTo(200);
    assertThat(first.body()).contains("\"state\":\"submitted\"", "\"submitted\":\"2026-");
    String tag = first.headers().firstValue("ETag").orElseThrow();
    assertThat(
            server.send(server.ask(server.admin, path).header("If-None-Match", tag)).statusCode())
        .isEqualTo(304);
    server.happen(new Event.ReleaseRefused(Told.channel(291), "too large"));
    HttpResponse<String> then =
        server.send(server.ask(server.admin, path).header("If-None-Match", tag));
    assertThat(then.statusCode()).isEqualTo(200);
    assertThat(then.body()).contains("\"state\":\"refused\"", "\"sentence\":\"too large\"");
  }

  @Test
  void headSaysWhatGetWouldAndSendsNoBody() throws Exception {
    int length =
        server.get(server.admin, "/openapi.json").body().getBytes(StandardCharsets.UTF_8).length;
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.http.port())) {
      socket.setSoTimeout(30_000);
      assertThat(head(socket, "/api/v1/openapi.json"))
          .startsWith("HTTP/1.1 200")
          .contains("application/json", "content-length: " + length);
      // On the same connection: a body would be taken for the beginning of this answer.
      assertThat(head(socket, "/api/v1/nowhere"))
          .startsWith("HTTP/1.1 404")
          .contains("application/problem+json");
      assertThat(head(socket, "/metrics")).startsWith("HTTP/1.1 200").contains("text/plain");
      assertThat(head(socket, "/api/v1/products/kernel-sensor/events"))
          .startsWith("HTTP/1.1 405")
          .contains("allow: get\r\n");
      assertThat(head(socket, "/health/live")).startsWith("HTTP/1.1 200");
    }
  }

  /** What is answered up to the empty line. */
  private String head(Socket socket, String path) throws IOException {
    String asked =
        "HEAD %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n"
                .formatted(path, server.admin)
            + "Accept: text/event-stream\r\n\r\n";
    socket.getOutputStream().write(asked.getBytes(StandardCharsets.US_ASCII));
    StringBuilder said = new StringBuilder();
    while (said.indexOf("\r\n\r\n") < 0) {
      int next = socket.getInputStream().read();
      assertThat(next).as("after: %s", said).isNotNegative();
      said.append((char) next);
    }
    int line = said.indexOf("\r\n");
    return said.substring(0, line) + said.substring(line).toLowerCase(Locale.ROOT);
  }

  @Test
  void aLongDocumentComesPackedAsTheClientTakesIt() throws Exception {
    String plain = server.get(server.admin, "/openapi.json").body();
    assertThat(new String(unpacked("gzip, zstd", "zstd"), StandardCharsets.UTF_8)).isEqualTo(plain);
    assertThat(new String(unpacked("zstd;q=0, gzip;q=0.5", "gzip"), StandardCharsets.UTF_8))
        .isEqualTo(plain);
  }

  private byte[] unpacked(String accepted, String coding) throws Exception {
    HttpResponse<byte[]> answer =
        server.client.send(
            server.ask(server.admin, "/openapi.json").header("Accept-Encoding", accepted).build(),
            HttpResponse.BodyHandlers.ofByteArray());
    assertThat(answer.headers().firstValue("Content-Encoding")).contains(coding);
    assertThat(answer.headers().firstValue("Vary")).contains("Accept-Encoding");
    try (InputStream in = new ByteArrayInputStream(answer.body());
        InputStream out =
            coding.equals("zstd") ? new ZstdInputStream(in) : new GZIPInputStream(in)) {
      return out.readAllBytes();
    }
  }

  @Test
  void whatWasRemovedSaysWhatItWasAndSinceWhen() throws Exception {
    server.happen(
        Told.submitted(291),
        new Event.ReleaseRefused(Told.channel(291), "too large"),
        new Event.ContentRemoved(
            Told.digest(Told.channel(291)),
            1_000,
            "the content of channel 291, which was refused"));
    for (String path :
        List.of(
            "/products/kernel-sensor/artifacts/channel/releases/291/content",
            "/products/kernel-sensor/content/" + Told.digest(Told.channel(291)))) {
      HttpResponse<String> answer = server.get(server.admin, path);
      assertThat(answer.statusCode()).as(path).isEqualTo(410);
      assertThat(answer.body()).contains("This was the content of channel 291, which was refused");
    }
  }

  @Test
  void aListGoesOnWhereItsCursorSays() throws Exception {
    for (int version = 1; version <= 5; version++) {
      server.happen(Told.submitted(version));
    }
    String path = "/products/kernel-sensor/artifacts/channel/releases?limit=2";
    String seen = "";
    String cursor = "";
    for (int part = 0; part < 3; part++) {
      String body = server.get(server.admin, path + cursor).body();
      seen += body.replaceAll("[^{]*\\{[^{]*?\"version\":\"(\\d)\"[^{]*", "$1");
      cursor = "&cursor=" + body.replaceAll(".*\"next\":\"?([^\"}]*)\"?}$", "$1");
    }
    assertThat(cursor).isEqualTo("&cursor=null");
    assertThat(seen.replaceAll("\\D", "")).isEqualTo("54321");
  }

  @Test
  void whatIsNoNameIsNotFound() throws Exception {
    for (String path :
        new String[] {
          "/products/..%2f..%2fetc/releases",
          "/products/kernel-sensor/artifacts/%2e%2e/releases/1",
          "/products/kernel-sensor/runs/r0",
          "/products/kernel-sensor/content/" + "A".repeat(64),
          "/products/kernel-sensor/nothing"
        }) {
      assertThat(server.get(server.admin, path).statusCode()).as(path).isEqualTo(404);
    }
  }

  @Test
  void healthIsSaidWithoutATokenAndMeasuresHaveUnits() throws Exception {
    var live =
        server.client.send(
            HttpRequest.newBuilder(server.uri("/health/ready")).build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(live.body()).isEqualTo("ready\n");
    server.happen(Told.submitted(291));
    server.get(server.admin, "/whoami");
    var metrics =
        server.client.send(
            HttpRequest.newBuilder(server.uri("/metrics")).build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(metrics.body())
        .contains(
            "sluice_http_request_duration_seconds_count{route=\"GET /whoami\",status=\"200\"} 1",
            "sluice_releases{state=\"submitted\"} 1",
            "sluice_queue_oldest_seconds 0",
            "sluice_events_total{event=\"release-submitted\"} 1");
  }

  @Test
  void alertsAreOnWhatIsMeasured() throws Exception {
    server.happen(Told.submitted(291));
    server.get(server.admin, "/whoami");
    String metrics =
        server
            .client
            .send(
                HttpRequest.newBuilder(server.uri("/metrics")).build(),
                HttpResponse.BodyHandlers.ofString())
            .body();
    String rules =
        Files.readString(
            Path.of(System.getProperty("sluice.root"), "docs/alerts/sluice.rules.yaml"));
    List<String> named =
        Pattern.compile("sluice_[a-z_]+")
            .matcher(rules)
            .results()
            .map(match -> match.group().replaceFirst("_bucket$", ""))
            .distinct()
            .toList();
    assertThat(named)
        .hasSizeGreaterThan(4)
        .allSatisfy(name -> assertThat(metrics).contains("# TYPE " + name + " "));
  }
}
