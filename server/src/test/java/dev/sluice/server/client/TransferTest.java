package dev.sluice.server.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import dev.sluice.model.Digest;
import dev.sluice.server.event.ProductName;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransferTest {
  private static final int MIB = 1 << 20;
  private static final ProductName PRODUCT = new ProductName("demo");

  @TempDir private Path folder;
  private final byte[] content = new byte[20 * MIB + 17];
  private Path file = Path.of("");
  private Digest digest = new Digest("0".repeat(64));

  @BeforeEach
  void makeContent() throws IOException {
    new Random(291).nextBytes(content);
    file = Files.write(folder.resolve("content"), content);
    digest = FileBytes.of(file).digest();
  }

  /** Takes uploads as the API says, but for the faults that a test wants. */
  private static class Store {
    final ByteArrayOutputStream here = new ByteArrayOutputStream();
    final List<Integer> pieces = new ArrayList<>();
    boolean whole;
    int breakAfter = Integer.MAX_VALUE;

    synchronized void handle(HttpExchange exchange) throws IOException {
      switch (exchange.getRequestMethod()) {
        case "HEAD" -> head(exchange);
        case "PUT" -> put(exchange);
        default -> throw new IllegalStateException(exchange.getRequestMethod());
      }
    }

    void head(HttpExchange exchange) throws IOException {
      if (whole) {
        exchange.getResponseHeaders().set("Content-Length", String.valueOf(here.size()));
        exchange.sendResponseHeaders(200, -1);
      } else {
        offset(exchange, 404, here.size());
      }
      exchange.close();
    }

    void put(HttpExchange exchange) throws IOException {
      long at = Long.parseLong(exchange.getRequestHeaders().getFirst("Upload-Offset"));
      long size = Long.parseLong(exchange.getRequestHeaders().getFirst("Upload-Length"));
      if (at != here.size()) {
        offset(exchange, 409, here.size());
        return;
      }
      try (InputStream in = exchange.getRequestBody()) {
        byte[] piece = in.readNBytes(breakAfter);
        here.write(piece);
        pieces.add(piece.length);
        if (piece.length == breakAfter) {
          breakAfter = Integer.MAX_VALUE;
          throw new IOException("pulled the plug");
        }
      }
      whole = here.size() == size;
      offset(exchange, whole ? 201 : 202, here.size());
    }

    static void offset(HttpExchange exchange, int status, long offset) throws IOException {
      exchange.getResponseHeaders().set("Upload-Offset", String.valueOf(offset));
      exchange.sendResponseHeaders(status, -1);
      exchange.close();
    }
  }

  @Test
  void contentGoesInPiecesAndItsProgressIsTold() throws Exception {
    var store = new Store();
    List<Long> moved = new ArrayList<>();
    try (var server = new FakeServer(store::handle)) {
      Digest sent = server.client().content(PRODUCT).upload(file, (bytes, _) -> moved.add(bytes));

      assertThat(sent).isEqualTo(digest);
      assertThat(store.here.toByteArray()).isEqualTo(content);
      assertThat(store.pieces).containsExactly(8 * MIB, 8 * MIB, 4 * MIB + 17);
      assertThat(moved).containsExactly(0L, 8L * MIB, 16L * MIB, (long) content.length);
    }
  }

  @Test
  void nothingIsSentThatIsThere() throws Exception {
    var store = new Store();
    store.here.write(content);
    store.whole = true;
    try (var server = new FakeServer(store::handle)) {
      var _ = server.client().content(PRODUCT).upload(file, Moved.UNSEEN);

      assertThat(server.asked()).hasSize(1);
    }
  }

  @Test
  void anUploadGoesOnWhereTheConnectionBroke() throws Exception {
    var store = new Store();
    store.breakAfter = 5 * MIB;
    try (var server = new FakeServer(store::handle)) {
      var _ = server.client().content(PRODUCT).upload(file, Moved.UNSEEN);

      assertThat(store.here.toByteArray()).isEqualTo(content);
      assertThat(store.pieces).startsWith(5 * MIB, 8 * MIB);
      assertThat(server.pauses()).hasSize(1);
    }
  }

  @Test
  void anUploadThatSomebodyElseMovedOnGoesOnThere() throws Exception {
    var store =
        new Store() {
          @Override
          void put(HttpExchange exchange) throws IOException {
            if (here.size() == 0) {
              here.write(content, 0, 3 * MIB);
            }
            super.put(exchange);
          }
        };
    try (var server = new FakeServer(store::handle)) {
      var _ = server.client().content(PRODUCT).upload(file, Moved.UNSEEN);

      assertThat(store.here.toByteArray()).isEqualTo(content);
    }
  }

  @Test
  void anEmptyFileIsSentToo() throws Exception {
    var store = new Store();
    try (var server = new FakeServer(store::handle)) {
      var _ = server.client().content(PRODUCT).upload(new byte[0]);

      assertThat(store.whole).isTrue();
    }
  }

  @Test
  void aServerThatClaimsTooMuchIsNotBelieved() {
    try (var server =
        new FakeServer(exchange -> Store.offset(exchange, 404, content.length + 1L))) {
      assertThatThrownBy(() -> server.client().content(PRODUCT).upload(file, Moved.UNSEEN))
          .isInstanceOf(AnswerException.class)
          .hasMessageContaining("20,971,538 of 20,971,537 bytes");
    }
  }

  @Test
  void aServerThatForgetsIsGivenUp() {
    try (var server =
        new FakeServer(
            exchange -> {
              exchange.getRequestBody().readAllBytes();
              Store.offset(exchange, exchange.getRequestMethod().equals("HEAD") ? 404 : 202, 0);
            })) {
      assertThatThrownBy(() -> server.client().content(PRODUCT).upload(new byte[] {1}))
          .isInstanceOf(AnswerException.class)
          .hasMessageContaining("does not get beyond 0 of 1 bytes");
    }
  }

  @Test
  void aFileThatChangesMeanwhileIsNamedAsTheCause() {
    try (var server =
        new FakeServer(
            exchange -> {
              exchange.getRequestBody().readAllBytes();
              if (exchange.getRequestMethod().equals("HEAD")) {
                Files.write(file, new byte[] {1}, java.nio.file.StandardOpenOption.WRITE);
                Store.offset(exchange, 404, 0);
              } else {
                FakeServer.problem(exchange, 422, "other bytes");
              }
            })) {
      assertThatThrownBy(() -> server.client().content(PRODUCT).upload(file, Moved.UNSEEN))
          .hasMessageContaining("changed while it was sent");
    }
  }

  @Test
  void aServerOutOfRoomSaysSo() {
    try (var server =
        new FakeServer(
            exchange -> {
              exchange.getRequestBody().readAllBytes();
              if (exchange.getRequestMethod().equals("HEAD")) {
                Store.offset(exchange, 404, 0);
              } else {
                FakeServer.problem(exchange, 507, "the disk is full");
              }
            })) {
      assertThatThrownBy(() -> server.client().content(PRODUCT).upload(file, Moved.UNSEEN))
          .isInstanceOfSatisfying(
              ProblemException.class, e -> assertThat(e.status()).isEqualTo(507))
          .hasMessage("the disk is full");
    }
  }

  /** Sends content, and breaks off after so many bytes of each answer, if that many are left. */
  private void sends(HttpExchange exchange, byte[] bytes, int breakAfter) throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    int from = range == null ? 0 : Integer.parseInt(range.replaceAll("[^0-9]", ""));
    if (from >= bytes.length) {
      exchange.sendResponseHeaders(416, -1);
      exchange.close();
      return;
    }
    if (range != null) {
      exchange
          .getResponseHeaders()
          .set("Content-Range", "bytes %d-%d/%d".formatted(from, bytes.length - 1, bytes.length));
    }
    exchange.sendResponseHeaders(range == null ? 200 : 206, bytes.length - from);
    try (OutputStream out = exchange.getResponseBody()) {
      int end = Math.min(bytes.length, from + breakAfter);
      out.write(bytes, from, end - from);
    }
  }

  private Path fetched(FakeServer server, long most) throws IOException, InterruptedException {
    Path into = folder.resolve("fetched");
    server.client().content(PRODUCT).download(digest, most, into, Moved.UNSEEN);
    return into;
  }

  @Test
  void aDownloadGoesOnWhereTheConnectionBroke() throws Exception {
    try (var server = new FakeServer(exchange -> sends(exchange, content, 7 * MIB))) {
      assertThat(fetched(server, content.length)).hasBinaryContent(content);
      assertThat(server.asked()).hasSize(3);
      assertThat(files()).containsExactly("content", "fetched");
    }
  }

  @Test
  void aDownloadUsesWhatAnEarlierOneLeft() throws Exception {
    Files.write(
        folder.resolve(".fetched." + digest.hex() + ".part"), Arrays.copyOf(content, 19 * MIB));
    List<@Nullable String> ranges = new ArrayList<>();
    try (var server =
        new FakeServer(
            exchange -> {
              ranges.add(exchange.getRequestHeaders().getFirst("Range"));
              sends(exchange, content, Integer.MAX_VALUE / 2);
            })) {
      assertThat(fetched(server, content.length)).hasBinaryContent(content);
      assertThat(ranges).containsExactly("bytes=19922944-");
    }
  }

  @Test
  void rubbishThatAnEarlierOneLeftIsFetchedAnew() throws Exception {
    Files.write(folder.resolve(".fetched." + digest.hex() + ".part"), new byte[content.length]);
    try (var server = new FakeServer(exchange -> sends(exchange, content, Integer.MAX_VALUE / 2))) {
      assertThat(fetched(server, content.length)).hasBinaryContent(content);
    }
  }

  @Test
  void otherBytesAreNotKept() throws Exception {
    byte[] other = content.clone();
    other[content.length / 2] ^= 1;
    try (var server = new FakeServer(exchange -> sends(exchange, other, Integer.MAX_VALUE / 2))) {
      assertThatThrownBy(() -> fetched(server, content.length))
          .isInstanceOf(AnswerException.class)
          .hasMessageContaining("another digest");
      assertThat(files()).containsExactly("content");
    }
  }

  @Test
  void moreBytesThanWantedAreNotTaken() {
    try (var server = new FakeServer(exchange -> sends(exchange, content, Integer.MAX_VALUE / 2))) {
      assertThatThrownBy(() -> fetched(server, MIB)).hasMessageContaining("1,048,576 bytes");
    }
  }

  @Test
  void anotherPartThanAskedForIsNotTaken() throws Exception {
    Files.write(folder.resolve(".fetched." + digest.hex() + ".part"), new byte[] {1, 2, 3});
    try (var server =
        new FakeServer(
            exchange -> {
              exchange.getResponseHeaders().set("Content-Range", "bytes 9-9/10");
              FakeServer.answer(exchange, 206, "application/octet-stream", "x");
            })) {
      assertThatThrownBy(() -> fetched(server, content.length))
          .hasMessageContaining("another part");
    }
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }
}
