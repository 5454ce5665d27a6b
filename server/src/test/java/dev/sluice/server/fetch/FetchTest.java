package dev.sluice.server.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpServer;
import dev.sluice.model.Digest;
import dev.sluice.server.content.ContentStore;
import dev.sluice.server.content.disk.DiskContents;
import dev.sluice.server.event.ProductName;
import dev.sluice.trust.canonical.Sha256;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FetchTest {
  private static final byte[] BYTES = new byte[200_000];

  @TempDir Path folder;
  private HttpServer origin;
  private ContentStore store;
  private String base;

  @BeforeEach
  void start() throws IOException {
    store = new DiskContents(folder.resolve("content"), 0).of(new ProductName("p"));
    origin = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    base = "http://127.0.0.1:" + origin.getAddress().getPort();
    answer("/file", 200, BYTES.length, null);
    answer("/chunked", 200, 0, null);
    answer("/moved", 302, -1, "/file");
    answer("/inside", 302, -1, "http://localhost:" + origin.getAddress().getPort() + "/file");
    answer("/circle", 302, -1, "/circle");
    answer("/to-file", 302, -1, "file:///etc/passwd");
    origin.start();
  }

  private void answer(String path, int status, long length, @Nullable String location) {
    origin.createContext(
        path,
        exchange -> {
          if (location != null) {
            exchange.getResponseHeaders().set("Location", location);
          }
          exchange.sendResponseHeaders(status, length);
          if (length >= 0) {
            exchange.getResponseBody().write(BYTES);
          }
          exchange.close();
        });
  }

  @AfterEach
  void stop() {
    origin.stop(0);
  }

  private Fetch fetch(String... allowed) throws IOException {
    return new Fetch(
        folder.resolve("fetch"),
        new AddressRule(Set.of(allowed)),
        (SSLSocketFactory) SSLSocketFactory.getDefault(),
        Duration.ofSeconds(20),
        System::nanoTime);
  }

  private void assertRefused(Fetch fetch, String url, String... said) {
    assertThatExceptionOfType(FetchException.class)
        .isThrownBy(() -> fetch.into(store, url, null, 1 << 20))
        .satisfies(e -> assertThat(e.getMessage()).contains(said));
  }

  @Test
  void whatAnAllowedHostGivesIsStored() throws IOException {
    for (String path : new String[] {"/file", "/chunked", "/moved"}) {
      Digest digest = fetch("127.0.0.1").into(store, base + path, null, 1 << 20);
      assertThat(digest).as(path).isEqualTo(Sha256.of(BYTES));
    }
    assertThat(store.size(Sha256.of(BYTES))).hasValue(BYTES.length);
    try (var left = Files.list(folder.resolve("fetch"))) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void thisMachineIsNotAskedUnlessItIsAllowed() throws IOException {
    assertRefused(fetch(), base + "/file", "127.0.0.1 (this machine)", "--fetch-from");
    assertRefused(fetch(), "http://localhost/", "this machine");
    assertRefused(fetch(), "http://[::ffff:127.0.0.1]/", "this machine");
    assertRefused(fetch(), "http://169.254.169.254/latest/meta-data", "link-local");
  }

  @Test
  void eachRedirectionIsJudgedAgain() throws IOException {
    assertRefused(fetch("127.0.0.1"), base + "/inside", "localhost", "this machine");
    assertRefused(fetch("127.0.0.1"), base + "/to-file", "no http or https URL");
    assertRefused(fetch("127.0.0.1"), base + "/circle", "redirects more than 5 times");
  }

  @Test
  void tooMuchAnotherDigestAndNothingAreSaid() throws IOException {
    Fetch fetch = fetch("127.0.0.1");
    assertThatExceptionOfType(FetchException.class)
        .isThrownBy(() -> fetch.into(store, base + "/file", null, 1000))
        .withMessageContaining("more than the 1,000 bytes");
    assertThatExceptionOfType(FetchException.class)
        .isThrownBy(() -> fetch.into(store, base + "/file", Sha256.of(new byte[1]), 1 << 20))
        .withMessageContaining("gives the SHA-256");
    assertRefused(fetch, base + "/nowhere", "is answered with 404");
    assertRefused(fetch, "ftp://example.org/", "no http or https URL");
    assertRefused(fetch, "http://user:secret@example.org/", "no user name or password");
    assertRefused(fetch, "not a url", "is no URL");
  }
}
