package dev.sluice.server.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.server.event.TokenKey;
import dev.sluice.server.wire.NewToken;
import dev.sluice.server.wire.WireCaller;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ExchangeTest {
  private static final String CALLER =
      """
      {"name":"anna","role":"admin","product":null,"token":"t1",
       "expires":"2027-01-01T00:00:00Z","of-a-later-release":[1]}
      """;

  @Test
  void aCallShowsTokenAndTraceAndReadsMoreThanItKnows() throws Exception {
    List<String> headers = new CopyOnWriteArrayList<>();
    try (var server =
        new FakeServer(
            exchange -> {
              headers.add(exchange.getRequestHeaders().getFirst("Authorization"));
              headers.add(exchange.getRequestHeaders().getFirst("traceparent"));
              FakeServer.json(exchange, 200, CALLER);
            })) {
      WireCaller caller = server.client().whoami();

      assertThat(caller.name()).isEqualTo("anna");
      assertThat(headers)
          .containsExactly("Bearer secret", "00-" + FakeServer.TRACE + "-0000000000000001-01");
    }
  }

  @Test
  void aProblemIsItsSentence() {
    try (var server =
        new FakeServer(
            exchange -> FakeServer.problem(exchange, 409, "channel 291 has another digest"))) {
      assertThatThrownBy(server.client()::whoami)
          .isInstanceOfSatisfying(
              ProblemException.class, e -> assertThat(e.status()).isEqualTo(409))
          .hasMessage("channel 291 has another digest");
      assertThat(server.pauses()).isEmpty();
    }
  }

  @Test
  void anAnswerThatExplainsNothingIsExplained() {
    try (var server =
        new FakeServer(exchange -> FakeServer.answer(exchange, 403, "text/html", "<h1>no</h1>"))) {
      assertThatThrownBy(server.client()::whoami).hasMessageContaining("sluice whoami");
    }
  }

  @Test
  void whatIsAwayIsAskedAgainWithGrowingPauses() throws Exception {
    var calls = new AtomicInteger();
    try (var server =
        new FakeServer(
            exchange -> {
              switch (calls.incrementAndGet()) {
                case 1 -> FakeServer.answer(exchange, 503, "text/plain", "starting");
                case 2 -> {
                  exchange.getResponseHeaders().set("Retry-After", "7");
                  FakeServer.answer(exchange, 429, "text/plain", "slowly");
                }
                case 3 -> {
                  exchange.sendResponseHeaders(200, 1000);
                  exchange.getResponseBody().write('{');
                  exchange.getResponseBody().flush();
                  exchange.close();
                }
                default -> FakeServer.json(exchange, 200, CALLER);
              }
            })) {
      assertThat(server.client().whoami().name()).isEqualTo("anna");
      assertThat(server.pauses())
          .containsExactly(Duration.ofMillis(100), Duration.ofSeconds(7), Duration.ofMillis(400));
    }
  }

  @Test
  void whatMayHaveBeenDoneIsNotDoneTwice() {
    try (var server =
        new FakeServer(
            exchange -> {
              exchange.getRequestBody().readAllBytes();
              exchange.close();
            })) {
      assertThatThrownBy(
              () -> server.client().tokens().create(new NewToken("ci", "submitter", null, null)))
          .isInstanceOf(UnreachableException.class);
      assertThat(server.asked()).containsExactly("POST /api/v1/tokens");
    }
  }

  @Test
  void whatIsTheSameTwiceIsTriedAgain() throws Exception {
    var calls = new AtomicInteger();
    try (var server =
        new FakeServer(
            exchange -> {
              if (calls.incrementAndGet() == 1) {
                exchange.close();
              } else {
                FakeServer.answer(exchange, 204, "text/plain", "");
              }
            })) {
      server.client().tokens().revoke(new TokenKey("t7"), "left");

      assertThat(server.asked()).hasSize(2);
    }
  }

  @Test
  void anAnswerWithoutEndIsCutOff() {
    try (var server =
        new FakeServer(
            exchange -> {
              exchange.sendResponseHeaders(200, 0);
              byte[] junk = " ".repeat(64 * 1024).getBytes(StandardCharsets.US_ASCII);
              try (OutputStream out = exchange.getResponseBody()) {
                while (true) {
                  out.write(junk);
                }
              } catch (IOException e) {
                exchange.close(); // the client has gone
              }
            })) {
      assertThatThrownBy(server.client()::whoami)
          .isInstanceOf(AnswerException.class)
          .hasMessageContaining("1,048,576 bytes");
    }
  }

  @Test
  void anAnswerThatFallsSilentIsGivenUp() {
    try (var server =
        new FakeServer(
            exchange -> {
              exchange.sendResponseHeaders(200, 1000);
              exchange.getResponseBody().write('{');
              exchange.getResponseBody().flush();
            })) {
      assertThatThrownBy(server.client()::whoami)
          .isInstanceOf(UnreachableException.class)
          .hasMessageContaining("nothing came");
      assertThat(server.asked()).hasSize(4);
    }
  }

  @Test
  void anAnswerOfAnotherProgramIsNoAnswer() {
    try (var server =
        new FakeServer(exchange -> FakeServer.answer(exchange, 200, "text/html", "<html>"))) {
      assertThatThrownBy(server.client()::whoami)
          .isInstanceOf(AnswerException.class)
          .hasMessageContaining("no answer of a Sluice server");
    }
  }

  @Test
  void aTokenIsNotSentWhereARedirectPoints() {
    try (var other = new FakeServer(exchange -> FakeServer.json(exchange, 200, CALLER));
        var server =
            new FakeServer(
                exchange -> {
                  exchange
                      .getResponseHeaders()
                      .set("Location", "http://127.0.0.1:" + other.port() + "/");
                  FakeServer.answer(exchange, 302, "text/plain", "");
                })) {
      assertThatThrownBy(server.client()::whoami).hasMessageContaining("sends elsewhere");
      assertThat(other.asked()).isEmpty();
    }
  }

  @Test
  void whereNothingListensThatIsSaid() {
    int port;
    try (var server = new FakeServer(exchange -> exchange.close())) {
      port = server.port();
    }
    try (var gone = new FakeServer(exchange -> exchange.close())) {
      assertThatThrownBy(gone.client("http://127.0.0.1:" + port, null)::whoami)
          .isInstanceOf(UnreachableException.class)
          .hasMessageContaining("nothing answers at http://127.0.0.1:" + port);
      assertThat(gone.pauses()).hasSize(3);
    }
  }
}
