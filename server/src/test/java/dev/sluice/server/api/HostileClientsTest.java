package dev.sluice.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.server.event.Role;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
@SuppressWarnings("StringConcatToTextBlock")
class HostileClientsTest {
  @TempDir Path folder;
  private RunningServer server;

  @BeforeEach
  void start() throws Exception {
    server = new RunningServer(folder, RunningServer.SHORT, null);
  }

  @AfterEach
  void serverIsUpAndStops() throws Exception {
    assertThat(server.get(server.admin, "/whoami").statusCode()).isEqualTo(200);
    server.close();
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.http.port());
    socket.setSoTimeout(30_000);
    return socket;
  }

  private static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
  }

  /** All that comes until the server hangs up. */
  private static String read(Socket socket) {
    try {
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
  }

  /** Sends a byte now and then for as long as somebody listens. */
  private static void drip(Socket socket, String begin) throws Exception {
    write(socket, begin);
    CountDownLatch never = new CountDownLatch(1);
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    OutputStream out = socket.getOutputStream();
    try {
      while (System.nanoTime() < end) {
        out.write('x');
        out.flush();
        assertThat(never.await(100, TimeUnit.MILLISECONDS)).isFalse();
      }
    } catch (IOException _) {
      return;
    }
    throw new AssertionError("the server still listens after a minute");
  }

  @Test
  void drippedRequestLinesHeadersAndBodiesAreHungUpOn() throws Exception {
    List<String> begins =
        List.of(
            "",
            "GET /api/v1/whoami HTTP/1.1\r\nHost: localhost\r\nX-Slow: ",
            "POST /api/v1/tokens HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                + server.admin
                + "\r\nContent-Length: 1000\r\n\r\n{");
    for (String begin : begins) {
      try (Socket socket = connect()) {
        drip(socket, begin);
      }
    }
  }

  @Test
  void aClientThatTakesNoAnswerIsHungUpOn() throws Exception {
    try (Socket socket = connect()) {
      // More answers than any buffer on the way holds.
      drip(socket, "GET /api/v1/openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(2000));
    }
  }

  @Test
  void hugeHeadersAndLinesAreRefused() throws Exception {
    for (String junk :
        List.of(
            "GET /api/v1/whoami HTTP/1.1\r\nHost: localhost\r\nX: " + "x".repeat(20_000),
            "GET /" + "x".repeat(20_000) + " HTTP/1.1\r\nHost: localhost",
            "GET /api/v1/whoami HTTP/1.1\r\nHost: localhost\r\n" + "X: y\r\n".repeat(5000))) {
      try (Socket socket = connect()) {
        write(socket, junk + "\r\n\r\n");
        assertThat(read(socket)).doesNotContain("200 OK");
      } catch (IOException _) {
        // Hung up on while it was still writing.
      }
    }
  }

  @Test
  void junkOnTheConnectionEndsItAlone() throws Exception {
    for (String junk :
        List.of(
            "\0\1\2\3\r\n\r\n",
            "GET / HTTP/9.9\r\n\r\n",
            "GET /api/v1/whoami HTTP/1.1\r\n\r\n",
            "PUT /x HTTP/1.1\r\n"
                + "Host: a\r\n"
                + "Content-Length: 3\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n"
                + "abc",
            "PUT /x HTTP/1.1\r\nHost: a\r\nContent-Length: -3\r\n\r\nabc",
            "PUT /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzzz\r\n",
            "GET /health/live HTTP/1.1\r\nHost: a\r\n\r\nthis is no request\r\n\r\n",
            "GET http://[::1 HTTP/1.1\r\nHost: a\r\n\r\n")) {
      try (Socket socket = connect()) {
        write(socket, junk);
        socket.shutdownOutput();
        String answer = read(socket);
        assertThat(answer.split("HTTP/1.1 200").length).as(junk).isLessThanOrEqualTo(2);
      }
    }
  }

  @Test
  void jsonBombsAreRefused() throws Exception {
    List<String> bombs = new ArrayList<>();
    bombs.add("[".repeat(100_000));
    bombs.add("{\"name\":".repeat(30) + "1" + "}".repeat(30));
    bombs.add("{\"name\":\"" + "x".repeat(2_000_000) + "\",\"role\":\"viewer\"}");
    bombs.add("{\"name\":\"a\",\"name\":\"b\",\"role\":\"viewer\"}");
    bombs.add("{\"name\":\"a\",\"role\":\"viewer\",\"is-admin\":true}");
    bombs.add("{\"name\":\"a\",\"role\":\"viewer\",\"days\":" + "9".repeat(5000) + "}");
    bombs.add("{\"name\":\"a\"}");
    bombs.add("{\"name\":\"../../etc\",\"role\":\"viewer\"}");
    bombs.add("{\"name\":\"sluice\",\"role\":\"viewer\"}");
    bombs.add("null");
    bombs.add("");
    for (String bomb : bombs) {
      HttpResponse<String> answer = server.post(server.admin, "/tokens", bomb);
      assertThat(answer.statusCode())
          .as(bomb.substring(0, Math.min(40, bomb.length())))
          .isIn(400, 413, 422);
      assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    }
    assertThat(server.ledger.read(records -> records.tokens()).size()).isEqualTo(1);
  }

  @Test
  void compressedRequestsAreNotUnpacked() throws Exception {
    HttpResponse<String> answer =
        server.send(
            server
                .ask(server.admin, "/tokens")
                .header("Content-Encoding", "gzip")
                .POST(BodyPublishers.ofByteArray(new byte[] {31, -117})));
    assertThat(answer.statusCode()).isEqualTo(400);
  }

  @Test
  void pathsThatClimbReachNothing() throws Exception {
    Files.writeString(folder.resolve("secret"), "a secret");
    for (String path :
        List.of(
            "/api/v1/products/kernel-sensor/content/../../../secret",
            "/api/v1/products/..%2f..%2f/content/" + "0".repeat(64),
            "/api/v1/products/kernel-sensor/content/..%2f..%2f..%2fsecret",
            "/api/v1/products/kernel-sensor/content/%2e%2e/secret",
            "/api/v1/products/%00/releases",
            "/../../../etc/passwd",
            "//etc/passwd")) {
      try (Socket socket = connect()) {
        write(
            socket,
            "GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer %s\r\n\r\n"
                .formatted(path, server.admin));
        assertThat(read(socket)).as(path).doesNotContain("200 OK", "a secret", "root:");
      }
    }
  }

  @Test
  void guessingTokensIsSlowedDown() throws Exception {
    Limits strict =
        new Limits(
            RunningServer.SHORT.headerBytes(),
            RunningServer.SHORT.bodyBytes(),
            RunningServer.SHORT.headerTime(),
            RunningServer.SHORT.idleTime(),
            RunningServer.SHORT.bodyTime(),
            RunningServer.SHORT.bytesPerSecond(),
            RunningServer.SHORT.sendTime(),
            100,
            5,
            2000,
            2);
    try (RunningServer other =
        new RunningServer(Files.createDirectory(folder.resolve("b")), strict, null)) {
      int slowed = 0;
      for (int i = 0; i < 50; i++) {
        int status = other.get("slt_" + "a".repeat(43), "/whoami").statusCode();
        assertThat(status).isIn(401, 429);
        slowed += status == 429 ? 1 : 0;
      }
      assertThat(slowed).isPositive();
    }
  }

  @Test
  void moreConnectionsThanThereMayBeWaitAndHarmNobody() throws Exception {
    String viewer = server.token(Role.VIEWER, null);
    List<Socket> idle = new ArrayList<>();
    try {
      for (int i = 0; i < 90; i++) {
        idle.add(connect());
      }
      assertThat(server.get(viewer, "/whoami").statusCode()).isEqualTo(200);
    } finally {
      for (Socket socket : idle) {
        socket.close();
      }
    }
  }
}
