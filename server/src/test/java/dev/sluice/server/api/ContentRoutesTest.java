package dev.sluice.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.Digest;
import dev.sluice.server.event.Role;
import dev.sluice.trust.canonical.Sha256;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContentRoutesTest {
  private static final byte[] BYTES = new byte[300_000];
  private static final Digest DIGEST;

  static {
    for (int i = 0; i < BYTES.length; i++) {
      BYTES[i] = (byte) (i * 31 + i / 256);
    }
    DIGEST = Sha256.of(BYTES);
  }

  @TempDir Path folder;
  private RunningServer server;
  private String submitter;

  @BeforeEach
  void start() throws Exception {
    server = new RunningServer(folder);
    submitter = server.token(Role.SUBMITTER, null);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private HttpRequest.Builder ask(Digest digest) {
    return server.ask(submitter, "/products/kernel-sensor/content/" + digest);
  }

  private HttpResponse<String> put(Digest digest, int from, int to) throws Exception {
    return server.send(
        ask(digest)
            .header("Upload-Length", Integer.toString(BYTES.length))
            .header("Upload-Offset", Integer.toString(from))
            .PUT(BodyPublishers.ofByteArray(Arrays.copyOfRange(BYTES, from, to))));
  }

  private HttpResponse<String> head() throws Exception {
    return server.send(ask(DIGEST).method("HEAD", BodyPublishers.noBody()));
  }

  private static long offset(HttpResponse<?> answer) {
    return answer.headers().firstValueAsLong("Upload-Offset").orElseThrow();
  }

  @Test
  void contentComesInPiecesAndIsFetchedAsAWholeOrInPart() throws Exception {
    assertThat(head().statusCode()).isEqualTo(404);
    assertThat(offset(head())).isZero();
    HttpResponse<String> first = put(DIGEST, 0, 100_000);
    assertThat(first.statusCode()).isEqualTo(202);
    assertThat(offset(first)).isEqualTo(100_000);
    assertThat(offset(head())).isEqualTo(100_000);
    assertThat(put(DIGEST, 100_000, BYTES.length).statusCode()).isEqualTo(201);

    HttpResponse<String> there = head();
    assertThat(there.statusCode()).isEqualTo(200);
    assertThat(there.headers().firstValueAsLong("Content-Length")).hasValue(BYTES.length);
    var whole = server.client.send(ask(DIGEST).build(), BodyHandlers.ofByteArray());
    assertThat(whole.body()).isEqualTo(BYTES);
    var part =
        server.client.send(
            ask(DIGEST).header("Range", "bytes=299990-").build(), BodyHandlers.ofByteArray());
    assertThat(part.statusCode()).isEqualTo(206);
    assertThat(part.headers().firstValue("Content-Range")).contains("bytes 299990-299999/300000");
    assertThat(part.body()).isEqualTo(Arrays.copyOfRange(BYTES, 299_990, 300_000));
  }

  @Test
  void anotherOffsetIsAnsweredWithTheRightOne() throws Exception {
    put(DIGEST, 0, 1000);
    HttpResponse<String> answer = put(DIGEST, 5000, 6000);
    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(offset(answer)).isEqualTo(1000);
    assertThat(answer.body()).contains("/problems/other-offset");
  }

  @Test
  void aPlainPutOfAWholeFileIsEnough() throws Exception {
    HttpRequest.Builder put = ask(DIGEST).PUT(BodyPublishers.ofByteArray(BYTES));
    assertThat(server.send(put).statusCode()).isEqualTo(201);
    assertThat(server.send(put).statusCode()).isEqualTo(201);
  }

  @Test
  void bytesOfAnotherDigestAreRefused() throws Exception {
    HttpResponse<String> answer = put(Sha256.of(new byte[] {1}), 0, BYTES.length);
    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.body()).contains("/problems/wrong-digest", DIGEST.hex());
  }

  @Test
  void aPieceOfMoreThan16MibIsRefused() throws Exception {
    HttpResponse<String> answer =
        server.send(
            ask(DIGEST).expectContinue(true).PUT(BodyPublishers.ofByteArray(new byte[17 << 20])));
    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(server.get(submitter, "/whoami").statusCode()).isEqualTo(200);
  }

  @Test
  void aViewerMayNotStore() throws Exception {
    String viewer = server.token(Role.VIEWER, null);
    HttpResponse<String> answer =
        server.send(
            server
                .ask(viewer, "/products/kernel-sensor/content/" + DIGEST)
                .PUT(BodyPublishers.ofByteArray(BYTES)));
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(head().statusCode()).isEqualTo(404);
  }
}
