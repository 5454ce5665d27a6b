package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class JsonLogTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private List<JsonNode> lines(Runnable work) {
    try (JsonLog _ = JsonLog.on(new PrintStream(out, true, StandardCharsets.UTF_8))) {
      work.run();
    }
    return out.toString(StandardCharsets.UTF_8).lines().map(JsonMapper.shared()::readTree).toList();
  }

  @Test
  void anEntryIsOneLineOfJsonWhateverIsInIt() {
    List<JsonNode> lines =
        lines(
            () ->
                System.getLogger("dev.sluice.test")
                    .log(
                        System.Logger.Level.ERROR,
                        "two\nlines and a \"quote\"",
                        new IllegalStateException("broken")));

    assertThat(lines).hasSize(1);
    assertThat(lines.getFirst().get("message").asString()).isEqualTo("two\nlines and a \"quote\"");
    assertThat(lines.getFirst().get("logger").asString()).isEqualTo("dev.sluice.test");
    assertThat(lines.getFirst().get("exception").asString())
        .startsWith("java.lang.IllegalStateException: broken");
  }

  @Test
  void librariesSpeakUpFromWarningsOn() {
    Logger library = Logger.getLogger("io.helidon.webserver");
    List<JsonNode> lines =
        lines(
            () -> {
              library.info("started");
              library.warning("odd");
            });

    assertThat(lines).extracting(line -> line.get("message").asString()).containsExactly("odd");
  }
}
