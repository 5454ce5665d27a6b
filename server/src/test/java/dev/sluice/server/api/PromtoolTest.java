package dev.sluice.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.server.ledger.Told;
import java.io.File;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is measured and what alerts on it, as Prometheus's own tool judges them. */
@Timeout(120)
class PromtoolTest {
  private static final Path ROOT = Path.of(System.getProperty("sluice.root"));

  @TempDir Path folder;
  private Path promtool;

  @BeforeEach
  void find() {
    Optional<Path> found =
        Stream.concat(
                Stream.of(ROOT.resolve("target/tools")),
                Stream.of(System.getenv("PATH").split(File.pathSeparator, -1)).map(Path::of))
            .map(place -> place.resolve("promtool"))
            .filter(Files::isExecutable)
            .findFirst();
    assumeTrue(
        found.isPresent(),
        "there is no promtool: ./verify fetches it where apt-get can, or put it on the PATH");
    promtool = found.orElseThrow();
  }

  private void passes(Path input, String... arguments) throws Exception {
    Path said = folder.resolve("said");
    Process process =
        new ProcessBuilder(
                Stream.concat(Stream.of(promtool.toString()), Stream.of(arguments)).toList())
            .redirectInput(input.toFile())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(said)).isZero();
  }

  private static Path nothing() {
    return Path.of("/dev/null");
  }

  @Test
  void theAlertsAreWellFormed() throws Exception {
    passes(nothing(), "check", "rules", ROOT.resolve("docs/alerts/sluice.rules.yaml").toString());
  }

  @Test
  void eachAlertIsRaisedByWhatItIsForAndByNothingNearIt() throws Exception {
    Path cases = ROOT.resolve("server/src/test/resources/alerts/sluice.rules.test.yaml");
    passes(nothing(), "test", "rules", cases.toString());
    List<String> alerts =
        Files.readAllLines(ROOT.resolve("docs/alerts/sluice.rules.yaml")).stream()
            .filter(line -> line.contains("- alert: "))
            .map(line -> line.replaceFirst(".*: ", ""))
            .toList();
    assertThat(Files.readString(cases)).contains(alerts);
  }

  @Test
  void whatIsMeasuredIsNamedAndWrittenAsPrometheusWants() throws Exception {
    Path metrics = folder.resolve("metrics");
    try (RunningServer server = new RunningServer(folder)) {
      server.happen(Told.submitted(291));
      server.get(server.admin, "/whoami");
      server.get("slt_wrong", "/whoami");
      write(server, metrics);
    }
    passes(metrics, "check", "metrics");
  }

  private static void write(RunningServer server, Path to)
      throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(server.uri("/metrics")).build();
    assertThat(server.client.send(request, BodyHandlers.ofFile(to)).statusCode()).isEqualTo(200);
  }
}
