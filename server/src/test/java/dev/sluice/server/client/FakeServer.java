package dev.sluice.server.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.sluice.model.Digest;
import dev.sluice.server.event.TraceId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A real server on a socket, which answers as a test tells it; and a client of it. */
final class FakeServer implements AutoCloseable {
  static final TraceId TRACE = new TraceId("0123456789abcdef0123456789abcdef");

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<ServerClient> clients = new ArrayList<>();
  private final List<Duration> pauses = new CopyOnWriteArrayList<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();

  FakeServer(HttpHandler handler) {
    this(plain(), handler);
  }

  private FakeServer(HttpServer server, HttpHandler handler) {
    this.server = server;
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
          handler.handle(exchange);
        });
    server.start();
  }

  static FakeServer tls(SSLContext context, HttpHandler handler) {
    try {
      HttpsServer server = HttpsServer.create(loopback(), 0);
      server.setHttpsConfigurator(new HttpsConfigurator(context));
      return new FakeServer(server, handler);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static HttpServer plain() {
    try {
      return HttpServer.create(loopback(), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InetSocketAddress loopback() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  int port() {
    return server.getAddress().getPort();
  }

  ServerClient client() {
    return client("http://127.0.0.1:" + port(), null);
  }

  ServerClient client(String url, @Nullable Digest fingerprint) {
    var patience =
        new Patience(
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            Duration.ofMillis(500),
            4,
            Duration.ofMillis(100),
            Duration.ofSeconds(2),
            pauses::add);
    var client =
        new ServerClient(
            ServerAddress.of(url, fingerprint), new BearerToken("secret"), TRACE, patience);
    clients.add(client);
    return client;
  }

  /** How long the client wanted to wait between its tries. */
  List<Duration> pauses() {
    return pauses;
  }

  /** Methods and paths, in the order in which they came. */
  List<String> asked() {
    return asked;
  }

  static void json(HttpExchange exchange, int status, String json) throws IOException {
    answer(exchange, status, "application/json", json);
  }

  static void problem(HttpExchange exchange, int status, String detail) throws IOException {
    answer(
        exchange,
        status,
        "application/problem+json",
        "{\"type\":\"/problems/test\",\"title\":\"test\",\"status\":%d,\"detail\":\"%s\"}"
            .formatted(status, detail));
  }

  static void answer(HttpExchange exchange, int status, String type, String body)
      throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    clients.forEach(ServerClient::close);
    server.stop(0);
    threads.shutdownNow();
  }
}
