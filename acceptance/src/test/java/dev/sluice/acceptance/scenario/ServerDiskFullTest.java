package dev.sluice.acceptance.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.model.ArtifactName;
import dev.sluice.model.Digest;
import dev.sluice.model.Version;
import dev.sluice.server.client.Moved;
import dev.sluice.server.client.ProblemException;
import dev.sluice.server.client.ServerClient;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.event.ReleaseKey;
import dev.sluice.server.wire.Submission;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A server whose disk is full, a real one. Small file systems are root's to mount. */
@Tag("vm")
class ServerDiskFullTest {
  private static final ProductName PRODUCT = new ProductName(SmallProduct.NAME);

  private final Desk desk = Desk.open().withoutLauncher();
  private final Path disk = desk.home().resolve(".local/share");

  @BeforeEach
  void mount() throws IOException {
    Files.createDirectories(disk);
    assumeTrue(run("id", "-u").out().strip().equals("0"), "only root mounts file systems");
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=560m", "tmpfs", disk.toString()).status() == 0,
        "no file systems can be mounted here");
  }

  @AfterEach
  void close() {
    run("umount", disk.toString());
    desk.close();
  }

  private Ended run(String... words) {
    return desk.start(List.of(words)).ended();
  }

  private static ReleaseKey channel(String version) {
    return new ReleaseKey(new ArtifactName("channel"), new Version(version));
  }

  private static void submit(ServerClient client, String version, Digest content) {
    try {
      var _ =
          client
              .releases(PRODUCT)
              .submit(channel(version), new Submission(content.hex(), null, null, null));
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ProblemException refused(@Nullable Throwable thrown) {
    Objects.requireNonNull(thrown);
    assertThat(thrown).hasRootCauseInstanceOf(ProblemException.class);
    return (ProblemException) Objects.requireNonNull(thrown.getCause());
  }

  private static void isFull(ProblemException problem) {
    assertThat(problem.status()).isEqualTo(507);
    assertThat(problem.problem().type()).endsWith("/disk-full");
    assertThat(problem.problem().trace()).isNotBlank();
  }

  private static int ready(Served server) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
              HttpRequest.newBuilder(URI.create(server.url() + "/health/ready")).build(),
              BodyHandlers.discarding())
          .statusCode();
    }
  }

  /** Everything that reads still works. */
  private void readingGoesOn(ServerClient client, Digest content, byte[] bytes) throws Exception {
    assertThat(client.releases(PRODUCT).find(channel("v1"))).isPresent();
    Path copy = desk.home().resolve("copy");
    client.content(PRODUCT).download(content, bytes.length, copy, Moved.UNSEEN);
    assertThat(copy).hasBinaryContent(bytes);
    assertThat(client.audit(PRODUCT).verify(null).ok()).isTrue();
    assertThat(client.releases(PRODUCT).page(null, null).items()).isNotEmpty();
  }

  @Test
  void submissionsAreRefusedReadsGoOnAndItIsOverByItself() throws Exception {
    Path filler = disk.resolve("filler");
    byte[] bytes = "channel v1".getBytes(StandardCharsets.UTF_8);
    try (Served server = Served.start(desk, "--listen", "127.0.0.1:0", "--no-runner");
        ServerClient client = Onslaught.client(server.url(), server.adminToken())) {
      assertThat(desk.sluice("apply", SmallProduct.on(desk)).status()).isZero();
      Digest content = client.content(PRODUCT).upload(bytes);
      submit(client, "v1", content);
      assertThat(ready(server)).isEqualTo(200);

      // Less than the reserve: nothing new comes in, and the log has room to go on.
      assertThat(run("fallocate", "-l", "100M", filler.toString()).status()).isZero();
      byte[] other = "channel v2".getBytes(StandardCharsets.UTF_8);
      ProblemException upload =
          catchThrowableOfType(ProblemException.class, () -> client.content(PRODUCT).upload(other));
      isFull(upload);
      assertThat(upload).hasMessageContaining("send again once there is room");
      Path file = Files.write(desk.home().resolve("v2"), other);
      Ended told =
          desk.sluice("submit", "channel", "v2", file.toString(), "--product", SmallProduct.NAME);
      assertThat(told.status()).as(told.err()).isEqualTo(3);
      assertThat(told.err()).contains("disk is full");
      readingGoesOn(client, content, bytes);
      assertThat(ready(server)).isEqualTo(503);

      // Not a byte left: the log cannot go on either, and what it has stays whole.
      run("dd", "if=/dev/zero", "of=" + disk.resolve("rest"), "bs=64k");
      run("dd", "if=/dev/zero", "of=" + disk.resolve("crumbs"), "bs=1k");
      int taken = 0;
      @Nullable Throwable thrown = null;
      while (thrown == null && taken < 2_000) {
        int number = taken;
        thrown = catchThrowable(() -> submit(client, "w" + number, content));
        if (thrown == null) {
          taken++;
        }
      }
      isFull(refused(thrown));
      assertThat(client.releases(PRODUCT).find(channel("w" + taken))).isEmpty();
      readingGoesOn(client, content, bytes);

      for (String one : List.of("filler", "rest", "crumbs")) {
        Files.delete(disk.resolve(one));
      }
      submit(client, "w" + taken, content);
      submit(client, "v2", client.content(PRODUCT).upload(other));
      assertThat(ready(server)).isEqualTo(200);
      assertThat(client.releases(PRODUCT).find(channel("w" + taken))).isPresent();
      assertThat(client.releases(PRODUCT).find(channel("v2"))).isPresent();
      assertThat(client.audit(PRODUCT).verify(null).ok()).isTrue();
    }
    Rebuilt.rebuildsToTheSame(disk.resolve("sluice/server/ledger.db"));
  }
}
