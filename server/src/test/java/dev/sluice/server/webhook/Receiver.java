package dev.sluice.server.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Somebody else's server that webhooks tell. */
public final class Receiver implements AutoCloseable {
  private final BlockingQueue<Got> got = new LinkedBlockingQueue<>();
  private final AtomicInteger status = new AtomicInteger(200);
  private final AtomicBoolean endless = new AtomicBoolean();
  private final HttpServer http;

  /** What it got. */
  public record Got(String signature, String mediaType, String body) {}

  public Receiver() throws IOException {
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext("/", this::take);
    http.start();
  }

  private void take(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    var headers = exchange.getRequestHeaders();
    int answer = status.get();
    if (endless.get()) {
      exchange.sendResponseHeaders(answer, 0);
      exchange.getResponseBody().write('x');
      exchange.getResponseBody().flush();
    } else {
      exchange.sendResponseHeaders(answer, -1);
      exchange.close();
    }
    got.add(new Got(headers.getFirst("Sluice-Signature"), headers.getFirst("Content-Type"), body));
  }

  public String url() {
    return "http://127.0.0.1:" + http.getAddress().getPort() + "/hook";
  }

  /** From now on it answers so. */
  public void answer(int with) {
    status.set(with);
  }

  /** Whether the answers from now on have bodies that never end. */
  public void neverEnd(boolean never) {
    endless.set(never);
  }

  public Got next() throws InterruptedException {
    Got next = got.poll(30, TimeUnit.SECONDS);
    assertThat(next).isNotNull();
    return next;
  }

  @Override
  public void close() {
    http.stop(0);
  }
}
