package dev.sluice.server.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpServer;
import dev.sluice.model.Digest;
import dev.sluice.server.content.ContentException;
import dev.sluice.server.content.ContentStore;
import dev.sluice.server.content.disk.DiskContents;
import dev.sluice.server.event.ProductName;
import dev.sluice.trust.canonical.Sha256;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
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
    return fetch(Duration.ofSeconds(20), 1L << 40, allowed);
  }

  private Fetch fetch(Duration longest, long room, String... allowed) throws IOException {
    return new Fetch(
        folder.resolve("fetch"),
        new AddressRule(Set.of(allowed)),
        (SSLSocketFactory) SSLSocketFactory.getDefault(),
        longest,
        () -> room);
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

  @Test
  @Timeout(60)
  void aServerThatSaysNothingIsGivenUpInItsHandshakeItsHeadersAndItsBody() throws Exception {
    Fetch fetch = fetch(Duration.ofSeconds(1), 1L << 40, "127.0.0.1");
    for (String begun : new String[] {"", "HTTP/1.1 2", "HTTP/1.1 200 OK\r\n\r\nhalf"}) {
      try (Silent silent = new Silent(begun)) {
        assertRefused(fetch, "http://" + silent.address(), "takes longer than 1 seconds");
      }
    }
    try (Silent silent = new Silent("")) {
      assertRefused(fetch, "https://" + silent.address(), "takes longer than 1 seconds");
    }
  }

  @Test
  @Timeout(60)
  void onlyAFewUrlsAreFetchedAtOnce() throws Exception {
    Fetch fetch = fetch("127.0.0.1");
    List<Thread> busy = new ArrayList<>();
    try (Silent silent = new Silent("")) {
      for (int i = 0; i < 4; i++) {
        busy.add(Thread.ofVirtual().start(() -> give(fetch, "http://" + silent.address())));
        silent.awaitOne();
      }
      assertThatExceptionOfType(FetchesBusyException.class)
          .isThrownBy(() -> fetch.into(store, base + "/file", null, 1 << 20))
          .withMessageContaining("4 URLs right now");
    }
    for (Thread one : busy) {
      one.join();
    }
    assertThat(fetch.into(store, base + "/file", null, 1 << 20)).isEqualTo(Sha256.of(BYTES));
  }

  private void give(Fetch fetch, String url) {
    try {
      fetch.into(store, url, null, 1 << 20);
    } catch (IOException _) {
      // However it ends.
    }
  }

  @Test
  void aFetchIsGivenUpBeforeTheDiskIsFull() throws IOException {
    Fetch fetch = fetch(Duration.ofSeconds(20), 1000, "127.0.0.1");
    assertThatExceptionOfType(ContentException.class)
        .isThrownBy(() -> fetch.into(store, base + "/file", null, 1 << 20))
        .withMessageContaining("disk is full")
        .extracting(ContentException::kind)
        .isEqualTo(ContentException.Kind.FULL);
  }

  /** Takes connections, says something, and then nothing more until it is closed. */
  private static final class Silent implements AutoCloseable {
    private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Socket> taken = new CopyOnWriteArrayList<>();
    private final Semaphore arrived = new Semaphore(0);

    Silent(String begun) throws IOException {
      Thread.ofVirtual().start(() -> take(begun));
    }

    private void take(String begun) {
      try {
        while (true) {
          Socket socket = door.accept();
          taken.add(socket);
          socket.getOutputStream().write(begun.getBytes(StandardCharsets.US_ASCII));
          arrived.release();
        }
      } catch (IOException _) {
        // Closed.
      }
    }

    String address() {
      return "127.0.0.1:" + door.getLocalPort();
    }

    void awaitOne() throws InterruptedException {
      arrived.acquire();
    }

    @Override
    public void close() throws IOException {
      door.close();
      for (Socket socket : taken) {
        socket.close();
      }
    }
  }
}
