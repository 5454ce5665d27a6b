package dev.sluice.server.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import dev.sluice.model.ArtifactName;
import dev.sluice.model.Version;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.event.ReleaseKey;
import dev.sluice.server.wire.WireRelease;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EventStreamTest {
  private static final ProductName PRODUCT = new ProductName("demo");
  private static final ReleaseKey KEY =
      new ReleaseKey(new ArtifactName("channel"), new Version("2+a~1"));

  private final List<String> away = new ArrayList<>();

  private static String event(int number) {
    return
"""
id: %1$d
event: run-begun
data: {"number":%1$d,"time":"2026-01-01T00:00:00Z","event-type":"run-begun",
data: "actor":"lab","sentence":"line %1$d"}

"""
        .formatted(number);
  }

  private static void release(HttpExchange exchange, String state) throws IOException {
    FakeServer.json(
        exchange,
        200,
        """
        {"product":"demo","artifact":"channel","version":"2","content":"","size":1,"origin":"upload",
         "submitter":"ci","submitted":"2026-01-01T00:00:00Z","state":"%s",
         "since":"2026-01-01T00:00:00Z","impact":[],"number":1,"runs":[]}
        """
            .formatted(state));
  }

  private static void stream(HttpExchange exchange, String text, boolean whole) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(200, whole ? bytes.length : bytes.length + 100);
    exchange.getResponseBody().write(bytes);
    exchange.getResponseBody().flush();
    exchange.close();
  }

  private static boolean isStream(HttpExchange exchange) {
    return exchange.getRequestURI().getPath().endsWith("/events");
  }

  private WireRelease follow(FakeServer server, List<Long> heard)
      throws IOException, InterruptedException {
    return server
        .client()
        .releases(PRODUCT)
        .follow(
            KEY,
            event -> heard.add(event.number()),
            now -> now.state().equals("proven"),
            away::add);
  }

  @Test
  void aStreamGoesOnBehindTheLastEventAndEachIsHeardOnce() throws Exception {
    List<@Nullable String> resumed = new ArrayList<>();
    var calls = new AtomicInteger();
    var ended = new AtomicInteger();
    try (var server =
        new FakeServer(
            exchange -> {
              if (!isStream(exchange)) {
                release(exchange, ended.get() > 0 ? "proven" : "proving");
                return;
              }
              resumed.add(exchange.getRequestHeaders().getFirst("Last-Event-ID"));
              switch (calls.incrementAndGet()) {
                case 1 -> stream(exchange, ": hello\n\n" + event(3) + event(4) + "id: 5\n", false);
                case 2 -> stream(exchange, event(4) + event(5), true);
                case 3 -> FakeServer.answer(exchange, 503, "text/plain", "restart");
                default -> {
                  ended.set(1);
                  stream(exchange, event(9), true);
                }
              }
            })) {
      List<Long> heard = new ArrayList<>();

      WireRelease release = follow(server, heard);

      assertThat(heard).containsExactly(3L, 4L, 5L, 9L);
      assertThat(resumed).containsExactly(null, "4", "5", "5");
      assertThat(release.state()).isEqualTo("proven");
      assertThat(server.asked().getFirst())
          .isEqualTo("GET /api/v1/products/demo/artifacts/channel/releases/2%2Ba%7E1/events");
    }
  }

  @Test
  void aServerThatStaysAwayIsGivenUpAtLast() {
    try (var server = new FakeServer(HttpExchange::close)) {
      assertThatThrownBy(() -> follow(server, new ArrayList<>()))
          .isInstanceOf(UnreachableException.class);
      assertThat(away).as("told once").hasSize(1);
      assertThat(server.pauses().stream().mapToLong(java.time.Duration::toMillis).sum())
          .as("milliseconds that it was waited for")
          .isGreaterThanOrEqualTo(2000);
    }
  }

  @Test
  void aRefusalEndsTheWaiting() {
    try (var server =
        new FakeServer(exchange -> FakeServer.problem(exchange, 404, "no such release"))) {
      assertThatThrownBy(() -> follow(server, new ArrayList<>()))
          .isInstanceOf(ProblemException.class)
          .hasMessage("no such release");
    }
  }

  @Test
  void anEventWithoutEndIsCutOff() {
    try (var server =
        new FakeServer(exchange -> stream(exchange, "data: " + "x".repeat(300_000), true))) {
      assertThatThrownBy(() -> follow(server, new ArrayList<>()))
          .isInstanceOf(AnswerException.class)
          .hasMessageContaining("262,144 bytes");
    }
  }
}
