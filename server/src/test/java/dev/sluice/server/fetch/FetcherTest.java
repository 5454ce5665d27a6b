package dev.sluice.server.fetch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.sluice.model.Digest;
import dev.sluice.server.api.ProblemException;
import dev.sluice.server.content.ContentStore;
import dev.sluice.server.content.disk.DiskContents;
import dev.sluice.server.event.ProductName;
import dev.sluice.trust.canonical.Sha256;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FetcherTest {
  private static final byte[] CONTENT = "channel 291".getBytes(UTF_8);
  private static final Digest DIGEST = Sha256.of(CONTENT);
  private static final long MOST = 1_000;

  private final AtomicInteger asked = new AtomicInteger();

  @TempDir private Path folder;
  private HttpServer web;
  private ContentStore store;

  @BeforeEach
  void listen() throws IOException {
    web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    answer("/291.bin", 200, CONTENT, null);
    answer("/moved", 302, new byte[0], "/291.bin");
    answer("/round", 302, new byte[0], "/round");
    answer("/local", 302, new byte[0], "file:///etc/passwd");
    answer("/gone", 404, "no".getBytes(UTF_8), null);
    answer("/large", 200, new byte[(int) MOST + 1], null);
    web.start();
    store = new DiskContents(folder.resolve("content"), 0).of(new ProductName("sensor"));
  }

  private void answer(String path, int status, byte[] body, @Nullable String location) {
    web.createContext(
        path,
        exchange -> {
          asked.incrementAndGet();
          if (location != null) {
            exchange.getResponseHeaders().set("Location", location);
          }
          exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
  }

  @AfterEach
  void stop() {
    web.stop(0);
  }

  private Fetcher fetcher(boolean privateToo) {
    return new Fetcher(folder.resolve("fetch"), privateToo, System::nanoTime);
  }

  private String url(String path) {
    return "http://127.0.0.1:" + web.getAddress().getPort() + path;
  }

  private void refused(String path, @Nullable Digest expected, String sentence) {
    assertThatThrownBy(() -> fetcher(true).fetch(store, url(path), expected, MOST))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining(sentence);
    assertThat(folder.resolve("fetch")).isEmptyDirectory();
  }

  @Test
  void whatTheUrlGivesIsStored() throws IOException {
    assertThat(fetcher(true).fetch(store, url("/291.bin"), null, MOST)).isEqualTo(DIGEST);
    assertThat(store.open(DIGEST, 0)).hasBinaryContent(CONTENT);
    assertThat(folder.resolve("fetch")).isEmptyDirectory();
  }

  @Test
  void aRedirectionIsFollowed() throws IOException {
    assertThat(fetcher(true).fetch(store, url("/moved"), DIGEST, MOST)).isEqualTo(DIGEST);
  }

  @Test
  void whatIsThereAlreadyIsNotAskedFor() throws IOException {
    store.put(CONTENT);

    assertThat(fetcher(true).fetch(store, url("/gone"), DIGEST, MOST)).isEqualTo(DIGEST);
    assertThat(asked).hasValue(0);
  }

  @Test
  void anAddressThatIsNotPublicIsNeverConnectedTo() {
    assertThatThrownBy(() -> fetcher(false).fetch(store, url("/291.bin"), null, MOST))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("no public address");
    assertThatThrownBy(
            () ->
                fetcher(false)
                    .fetch(
                        store, url("/291.bin").replace("127.0.0.1", "localhost"), null, MOST))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("no public address");
    assertThat(asked).hasValue(0);
  }

  @Test
  void otherContentThanNamedIsRefused() {
    refused("/291.bin", Sha256.of(new byte[0]), "other content");
  }

  @Test
  void moreThanAllowedIsRefused() {
    refused("/large", null, "1,000 bytes");
  }

  @Test
  void anythingButSuccessIsSaid() {
    refused("/gone", null, "status 404");
  }

  @Test
  void aCircleOfRedirectionsEnds() {
    refused("/round", null, "more than 5 times");
  }

  @Test
  void noRedirectionLeadsToAnotherScheme() {
    refused("/local", null, "begins with https:// or http://");
  }

  @Test
  void whatIsNoUrlOfTheWebIsRefused() throws IOException {
    Files.createDirectories(folder.resolve("fetch"));
    for (String url :
        new String[] {"file:///etc/passwd", "gopher://x/1", "//x/1", "http:///1", "http://u@x/1"}) {
      assertThatThrownBy(() -> fetcher(true).fetch(store, url, null, MOST))
          .as(url)
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining("\"url\"");
    }
  }
}
