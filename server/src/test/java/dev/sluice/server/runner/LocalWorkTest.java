package dev.sluice.server.runner;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.server.content.Contents;
import dev.sluice.server.content.disk.DiskContents;
import dev.sluice.server.dispatch.Dispatcher;
import dev.sluice.server.dispatch.Scene;
import dev.sluice.server.wire.Assignment;
import dev.sluice.server.wire.RunResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a server in the same process tells its runner, which tries again while it is away. */
class LocalWorkTest {
  @TempDir private Path folder;

  private final ScriptedSource source = new ScriptedSource();

  private static LocalWork work(Scene scene, Contents contents) {
    return new LocalWork(scene.dispatcher, contents, Scene.runner("embedded"), () -> Scene.TRACE);
  }

  @Test
  void aLogThatDoesNotDoItsWorkIsAServerThatIsAway() throws IOException {
    Assignment assignment = source.assignment("290");
    var result =
        new RunResult(
            assignment.attempt(), Dispatcher.RETURNED, "no disk", null, null, List.of(), 0);
    try (var scene = new Scene(folder)) {
      scene.ledger.close();

      assertThatThrownBy(() -> work(scene, scene.contents).end(assignment, result))
          .isInstanceOf(ServerAway.class)
          .hasMessageContaining("the log");
    }
  }

  @Test
  void aStoreWithoutRoomIsAServerThatIsAway() throws IOException {
    Assignment assignment = source.assignment("290");
    Path evidence = Files.writeString(folder.resolve("evidence.zip"), "evidence");
    try (var scene = new Scene(folder)) {
      var full = new DiskContents(folder.resolve("content"), Long.MAX_VALUE / 2);

      assertThatThrownBy(() -> work(scene, full).store(assignment, evidence))
          .isInstanceOf(ServerAway.class);
    }
  }
}
