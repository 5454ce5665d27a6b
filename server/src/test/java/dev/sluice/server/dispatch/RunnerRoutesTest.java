package dev.sluice.server.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.server.access.Caller;
import dev.sluice.server.api.Answer;
import dev.sluice.server.api.ProblemException;
import dev.sluice.server.api.Request;
import dev.sluice.server.api.Route;
import dev.sluice.server.event.PersonName;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.event.Role;
import dev.sluice.server.event.TokenKey;
import dev.sluice.server.wire.Assignment;
import dev.sluice.server.wire.Renewal;
import dev.sluice.server.wire.RunResult;
import dev.sluice.server.wire.Wire;
import dev.sluice.server.wire.WireLines;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunnerRoutesTest {
  private static final ProductName A = Scene.product("a");

  @AutoClose private final Scene scene;

  RunnerRoutesTest(@TempDir Path folder) {
    scene = new Scene(folder);
  }

  private Answer ask(String path, String run, Object body) throws Exception {
    Route route =
        new RunnerRoutes(scene.dispatcher)
            .routes().stream().filter(r -> r.path().endsWith(path)).findFirst().orElseThrow();
    byte[] json = Wire.STRICT.writeValueAsBytes(body);
    var caller = new Caller(new TokenKey("t1"), new PersonName("one"), Role.RUNNER, null);
    return route
        .handler()
        .answer(
            new Request(
                Map.of("product", "a", "run", run),
                Map.of(),
                Map.of(),
                caller,
                Scene.TRACE,
                new Request.Body(json.length, () -> new ByteArrayInputStream(json))));
  }

  private int refusal(String path, String run, Object body) {
    return catchThrowableOfType(ProblemException.class, () -> ask(path, run, body)).status();
  }

  private Assignment claimed() throws Exception {
    Answer answer = ask("/claims", "r1", Scene.offer(Scene.LAB, 0));
    return (Assignment) ((Answer.Json) answer).body();
  }

  @Test
  void workIsGivenOrNothing() throws Exception {
    scene.product(A, false);
    assertThat(ask("/claims", "r1", Scene.offer(Scene.LAB, 0)).status()).isEqualTo(204);
    scene.admitted(A, Scene.DATA, "290", "7.15");
    assertThat(claimed().version()).isEqualTo("290");
  }

  @Test
  void aLeaseIsKeptOrLost() throws Exception {
    scene.product(A, false);
    scene.admitted(A, Scene.DATA, "290", "7.15");
    Assignment run = claimed();
    assertThat(ask("/lease", run.run(), new Renewal(1, true, List.of("line"))).status())
        .isEqualTo(204);
    assertThat(refusal("/lease", run.run(), new Renewal(2, true, List.of()))).isEqualTo(409);
    assertThat(refusal("/lease", "r99", new Renewal(1, true, List.of()))).isEqualTo(409);
  }

  @Test
  void whatARunSaysCanBeWatched() throws Exception {
    scene.product(A, false);
    scene.admitted(A, Scene.DATA, "290", "7.15");
    Assignment run = claimed();
    ask("/lease", run.run(), new Renewal(1, true, List.of("first boot")));
    Route route =
        new RunnerRoutes(scene.dispatcher)
            .routes().stream().filter(r -> r.path().endsWith("/lines")).findFirst().orElseThrow();
    assertThat(((Answer.Json) route.handler().answer(asking(run.run(), "0"))).body())
        .isEqualTo(new WireLines(1, List.of("first boot")));
    assertThat(((Answer.Json) route.handler().answer(asking(run.run(), "1"))).body())
        .isEqualTo(new WireLines(1, List.of()));
  }

  private static Request asking(String run, String said) {
    return new Request(
        Map.of("product", "a", "run", run),
        Map.of("said", said),
        Map.of(),
        null,
        Scene.TRACE,
        Request.Body.NONE);
  }

  @Test
  void aResultIsTakenLostOrNotBelieved() throws Exception {
    scene.product(A, false);
    scene.admitted(A, Scene.DATA, "290", "7.15");
    Assignment run = claimed();
    assertThat(refusal("/result", run.run(), result(2, "failed"))).isEqualTo(409);
    assertThat(refusal("/result", run.run(), result(1, "perhaps"))).isEqualTo(422);
    assertThat(refusal("/result", run.run(), result(1, "passed"))).isEqualTo(422);
    Assignment again = claimed();
    assertThat(ask("/result", again.run(), result(2, "failed")).status()).isEqualTo(204);
  }

  private static RunResult result(int attempt, String word) {
    return new RunResult(attempt, word, "because", null, null, List.of(), 1);
  }

  @Test
  void everythingIsBounded() {
    assertThat(refusal("/claims", "r1", Scene.offer(Scene.LAB, 31))).isEqualTo(422);
    assertThat(refusal("/claims", "r1", Scene.offer(Scene.LAB, -1))).isEqualTo(422);
    assertThat(refusal("/lease", "r1", new Renewal(1, true, List.of("x".repeat(1_001)))))
        .isEqualTo(422);
    var tooLong = new RunResult(1, "failed", "x".repeat(2_001), null, null, List.of(), 1);
    assertThat(refusal("/result", "r1", tooLong)).isEqualTo(422);
  }
}
