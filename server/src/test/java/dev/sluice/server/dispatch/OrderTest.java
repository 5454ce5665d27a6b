package dev.sluice.server.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.server.event.Event;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.event.Work;
import dev.sluice.server.ledger.Records;
import dev.sluice.server.life.RunState;
import dev.sluice.server.wire.Assignment;
import dev.sluice.server.wire.Offer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OrderTest {
  private static final ProductName A = Scene.product("a");
  private static final ProductName B = Scene.product("b");

  @AutoClose private final Scene scene;

  OrderTest(@TempDir Path folder) {
    scene = new Scene(folder);
  }

  private List<String> given(int runs) {
    List<String> given = new ArrayList<>();
    for (int i = 0; i < runs; i++) {
      scene.claim("one").map(Scene::title).ifPresent(given::add);
      scene.pass(Duration.ofSeconds(1));
    }
    return given;
  }

  @Test
  void urgentFirstThenDataThenApplicationsThenTheOldest() {
    scene.product(A, false);
    scene.admitted(A, Scene.APPLICATION, "7.17", "289");
    scene.pass(Duration.ofSeconds(1));
    scene.admitted(A, Scene.DATA, "290", "7.15", "7.16");
    scene.pass(Duration.ofSeconds(1));
    scene.urgent(A, Scene.APPLICATION, "7.18", "289");
    assertThat(given(5))
        .containsExactly(
            "a sensor 7.18 with channel 289",
            "a channel 290 with sensor 7.15",
            "a channel 290 with sensor 7.16",
            "a sensor 7.17 with channel 289");
  }

  @Test
  void productsTakeTurns() {
    scene.product(A, false);
    scene.product(B, false);
    scene.admitted(A, Scene.DATA, "290", "7.1", "7.2", "7.3");
    scene.pass(Duration.ofSeconds(1));
    scene.admitted(B, Scene.DATA, "290", "7.1", "7.2", "7.3");
    assertThat(given(6))
        .extracting(title -> title.charAt(0))
        .containsExactly('a', 'b', 'a', 'b', 'a', 'b');
  }

  @Test
  void ofEveryFourOneIsAnApplications() {
    scene.product(A, false);
    scene.admitted(A, Scene.APPLICATION, "7.17", "1", "2", "3");
    scene.admitted(A, Scene.DATA, "290", "1", "2", "3", "4", "5", "6", "7", "8", "9");
    assertThat(given(12))
        .extracting(title -> title.contains("sensor 7.17") ? "application" : "data")
        .containsExactly(
            "data",
            "data",
            "data",
            "application",
            "data",
            "data",
            "data",
            "application",
            "data",
            "data",
            "data",
            "application");
  }

  @Test
  void aMatrixSpreadsOverAllRunners() {
    scene.product(A, false);
    scene.admitted(A, Scene.DATA, "290", "1", "2", "3", "4");
    Map<String, String> given = new HashMap<>();
    for (String runner : List.of("one", "two", "three", "four")) {
      given.put(scene.claim(runner).map(Assignment::run).orElseThrow(), runner);
    }
    assertThat(given).hasSize(4);
  }

  @ParameterizedTest
  @CsvSource({
    // driver, architecture, MiB, cores, file, environment, fits
    "qemu,    amd64,  256, 1, -,       small, true",
    "qemu,    amd64,  255, 1, -,       small, false",
    "qemu,    arm64,  256, 1, -,       small, false",
    "process, amd64,  256, 1, -,       small, false",
    "qemu,    arm64, 8192, 1, -,       large, true",
    "qemu,    arm64, 8191, 1, -,       large, false",
    "machine, -,        0, 1, keys/id, own,   true",
    "machine, -,        0, 1, -,       own,   false",
    "qemu,    amd64,  256, 1, -,       other, false"
  })
  void whatFitsARunner(
      String driver,
      String architecture,
      int mebibytes,
      int cores,
      String file,
      String environment,
      boolean fits) {
    var offer =
        new Offer(
            List.of(driver),
            architecture.equals("-") ? List.of() : List.of(architecture),
            "tcg",
            cores,
            mebibytes,
            file.equals("-") ? List.of() : List.of(file),
            Scene.LAB.id().hex(),
            0);
    assertThat(Scene.bundle(Scene.BUNDLE, false).fits(offer, environment)).isEqualTo(fits);
  }

  @Test
  void aTokenOfOneProductGetsWorkOfThatProductAlone() throws Exception {
    scene.product(A, false);
    scene.product(B, true);
    scene.admitted(A, Scene.DATA, "290", "7.15");
    Optional<Assignment> claimed =
        scene.dispatcher.claim(Scene.runner("bs"), B, Scene.offer(), Scene.TRACE);
    assertThat(claimed.map(Scene::title)).contains("b controls");
  }

  /** Data faster than it can be proven, and beside it an application and a second product. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aFloodStarvesNobody(long seed) {
    var random = new Random(seed);
    scene.product(A, false);
    scene.product(B, false);
    Map<String, Integer> waiting = new HashMap<>();
    int longest = 0;
    int newest = 0;
    Assignment out = null;
    int version = 0;
    for (int step = 0; step < 400; step++) {
      scene.pass(Duration.ofMillis(100));
      // Every second step the flood has two runs more, and one runner makes one a step; what it
      // overtakes is superseded as the road says.
      if (step % 2 == 0) {
        supersedeWhatWaits();
        newest = version++;
        scene.admitted(A, Scene.DATA, "f" + newest, "1", "2");
      }
      if (random.nextInt(20) == 0) {
        ProductName product = random.nextBoolean() ? A : B;
        scene.admitted(product, Scene.APPLICATION, "x" + version, "1");
        waiting.put(product + " x" + version++, step);
      }
      if (out != null) {
        scene.pass("one", out);
      }
      out = scene.claim("one").orElse(null);
      String given = out == null ? "" : String.valueOf(out.version());
      if (given.startsWith("f")) {
        assertThat(given).as("seed " + seed).isEqualTo("f" + newest);
      }
      if (out != null && given.startsWith("x")) {
        Integer since = Objects.requireNonNull(waiting.remove(out.product() + " " + given));
        longest = Math.max(longest, step - since);
      }
    }
    // Applications come once in twenty steps, and one in four turns is theirs.
    assertThat(longest).as("seed " + seed).isLessThan(40);
  }

  private void supersedeWhatWaits() {
    Event[] superseded =
        scene.ledger.read(Records::openRuns).stream()
            .filter(
                run ->
                    run.state() instanceof RunState.Queued
                        && run.work() instanceof Work.Prove prove
                        && prove.release().version().value().startsWith("f"))
            .map(run -> new Event.RunCancelled(run.key(), "superseded"))
            .toArray(Event[]::new);
    scene.append(A, superseded);
  }
}
