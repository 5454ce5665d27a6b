package dev.sluice.server.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.Version;
import dev.sluice.server.OwnLab;
import dev.sluice.server.dispatch.Scene;
import dev.sluice.server.event.ReleaseKey;
import dev.sluice.server.wire.WireRun;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The runner in the server's own process; only its machines are made up. */
@Timeout(120)
class EmbeddedLabTest {
  @TempDir private Path folder;

  private OwnLab lab(RunWork work, int places) throws IOException {
    Path programs = Files.createDirectory(folder.resolve("bin"));
    Files.createFile(
        programs.resolve("qemu-system-x86_64"),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    return new OwnLab(
        work,
        Scene.LAB,
        new Machinery(
            programs.toString(),
            folder,
            null,
            places,
            4096 * places,
            places,
            "sluice 1",
            new KnownPrograms()),
        new Heard());
  }

  private static HttpResponse<String> ready(HttpClient http, URI server) throws Exception {
    return http.send(
        HttpRequest.newBuilder(server.resolve("/health/ready")).build(), BodyHandlers.ofString());
  }

  @Test
  void aLabThatBreaksSaysSoAndGoesOnByItself() throws Exception {
    var whole = new CountDownLatch(1);
    RunWork work =
        (job, _) -> {
          if (whole.getCount() > 0 && job.assignment().work().equals("prove")) {
            throw new NoClassDefFoundError("dev/sluice/Gone");
          }
          return ServerOnDisk.passed(job);
        };
    try (var server = new ServerOnDisk(folder, lab(work, 1));
        HttpClient http = HttpClient.newHttpClient()) {
      assertThat(ready(http, server.address()).statusCode()).isEqualTo(200);
      server.trust(Scene.LAB);
      server.apply();
      ReleaseKey release = server.submit(Scene.DATA, "290");
      HttpResponse<String> answer = ready(http, server.address());
      while (answer.statusCode() == 200) {
        answer = ready(http, server.address());
      }
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.body())
          .contains("makes no runs: java.lang.NoClassDefFoundError: dev/sluice/Gone");

      whole.countDown();
      while (!server.release(release).state().equals("handed-on")) {
        Thread.onSpinWait();
      }
      assertThat(ready(http, server.address()).statusCode()).isEqualTo(200);
      assertThat(server.release(release).runs())
          .singleElement()
          .extracting(WireRun::attempt)
          .satisfies(attempt -> assertThat(attempt).isGreaterThan(1));
    }
  }

  @Test
  void asManyRunsAreMadeAtOnceAsThereArePlaces() throws Exception {
    int places = 3;
    var together = new CyclicBarrier(places);
    RunWork work =
        (job, _) -> {
          if (job.assignment().work().equals("prove")) {
            try {
              together.await(60, TimeUnit.SECONDS);
            } catch (Exception e) {
              throw new IOException("alone", e);
            }
          }
          return ServerOnDisk.passed(job);
        };
    try (var server = new ServerOnDisk(folder, lab(work, places))) {
      server.trust(Scene.LAB);
      server.apply();
      for (int i = 0; i < places; i++) {
        var _ = server.submit(Scene.APPLICATION, "v" + i);
      }
      for (int i = 0; i < places; i++) {
        var key = new ReleaseKey(Scene.APPLICATION, new Version("v" + i));
        while (!server.release(key).state().equals("handed-on")) {
          Thread.onSpinWait();
        }
        assertThat(server.release(key).runs().getFirst().attempt()).isEqualTo(1);
      }
    }
  }
}
