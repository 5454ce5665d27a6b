package dev.sluice.proving.check;

import static dev.sluice.proving.Examples.release;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.Combination;
import dev.sluice.model.pipeline.Command;
import dev.sluice.model.pipeline.EnvironmentSpec;
import dev.sluice.proving.environment.EnvironmentFacts.Platform;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How long a machine has to stay well, by the questions in a real shell: systemd and the clock are
 * stand-ins, and it says how long it would sleep.
 */
class SettlingTest {
  private static final Step IN_FORCE =
      new Step.InForceIs(
          "boots",
          new Combination(release("sensor", "7.15"), List.of(release("channel", "291"))),
          release("channel", "291").artifact());
  private static final Step HEALTHY = new Step.Healthy("healthy", null);
  private static final String WHOLE = "slept 1.00\n";

  private final PosixQuestions questions =
      new PosixQuestions(
          "/in",
          new Subject(
              new Command(List.of("echo", "channel 291")),
              Map.of(),
              new EnvironmentSpec.Health(List.of(), Duration.ofSeconds(1)),
              Platform.LINUX));

  @TempDir private Path folder;
  private Path place;
  private Path mark;

  @BeforeEach
  void boot() throws IOException {
    Files.createDirectory(folder.resolve("systemd"));
    place = folder.resolve("place");
    mark = place.resolve("since");
  }

  private String ask(Step step, String uptime) throws IOException, InterruptedException {
    return ask(step, uptime, List.of());
  }

  private String ask(Step step, String uptime, List<String> inside)
      throws IOException, InterruptedException {
    Files.writeString(folder.resolve("uptime"), uptime + " 7.77\n");
    String script =
        questions
            .alone(step)
            .replace("/run/sluice", place.toString())
            .replace("/run/systemd/system", folder.resolve("systemd").toString())
            .replace("/proc/uptime", folder.resolve("uptime").toString())
            .replace("systemctl", "true")
            .replace("sleep ", "echo slept ");
    List<String> words = new ArrayList<>(inside);
    words.addAll(List.of("sh", "-c", script));
    Process shell = new ProcessBuilder(words).redirectErrorStream(true).start();
    String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(shell.waitFor()).as(said).isZero();
    return said;
  }

  private String slept(String uptime) throws IOException, InterruptedException {
    return onlySleep(ask(HEALTHY, uptime));
  }

  private static String onlySleep(String said) {
    return said.lines().filter(line -> line.startsWith("slept ")).findFirst().orElse("") + "\n";
  }

  @Test
  void whatIsLackingIsWaitedFor() throws Exception {
    assertThat(ask(IN_FORCE, "108.08")).isEqualTo("channel 291\n");

    assertThat(slept("108.09")).isEqualTo("slept 0.99\n");
    assertThat(slept("109.00")).isEqualTo("slept 0.08\n");
    assertThat(slept("109.08")).isBlank();
    assertThat(slept("2000.00")).isBlank();
  }

  @Test
  void theTimeBeginsAnewWithEachSuchQuestion() throws Exception {
    ask(IN_FORCE, "0.95");
    ask(IN_FORCE, "100.00");

    assertThat(slept("100.50")).isEqualTo("slept 0.50\n");
  }

  @Test
  void withoutAMarkTheWholeTimeIsWaitedFor() throws Exception {
    assertThat(slept("500.00")).isEqualTo(WHOLE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "08.08", "1.5x", "1.2.34", "-5.00", "7", "a b", "501.00"})
  void aMarkThatIsNoneIsNotBelieved(String content) throws Exception {
    Files.createDirectory(place);
    Files.writeString(mark, content + "\n");

    assertThat(slept("500.00")).isEqualTo(WHOLE);
  }

  /** As where a release has made it so that nothing can be written there any more. */
  @Test
  void aMarkThatCouldNotBeRenewedIsNotBelieved() throws Exception {
    ask(IN_FORCE, "100.00");
    List<String> readOnly =
        List.of("bwrap", "--dev-bind", "/", "/", "--ro-bind", place.toString(), place.toString());

    assertThat(ask(IN_FORCE, "200.00", readOnly)).isEqualTo("channel 291\n");
    assertThat(mark).hasContent("100.00");
    assertThat(onlySleep(ask(HEALTHY, "200.10", readOnly))).isEqualTo(WHOLE);
  }

  @Test
  void aPlaceThatCannotBeMadeHidesNoAnswer() throws Exception {
    Files.writeString(place, "not a folder");

    assertThat(ask(IN_FORCE, "100.00")).isEqualTo("channel 291\n");
    assertThat(slept("100.50")).isEqualTo(WHOLE);
  }
}
