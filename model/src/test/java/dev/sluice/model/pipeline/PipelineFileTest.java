package dev.sluice.model.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.ArtifactName;
import dev.sluice.model.Version;
import dev.sluice.model.pipeline.Artifact.FieldRelease;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class PipelineFileTest {
  private static Pipeline pipeline(String file) {
    Path path = Golden.repository().resolve(file);
    return switch (PipelineFile.parse(file, Golden.bytes(path))) {
      case PipelineFile.Valid(var pipeline) -> pipeline;
      case PipelineFile.Invalid(var problems) ->
          throw new AssertionError(ProblemReport.of(problems));
    };
  }

  private static Artifact artifact(Pipeline pipeline, String name) {
    return pipeline.artifact(new ArtifactName(name)).orElseThrow();
  }

  @Test
  void theExampleFitsOnOneScreenAndBecomesAPipeline() {
    var pipeline = pipeline(ValidFiles.EXAMPLE);
    Path file = Golden.repository().resolve(ValidFiles.EXAMPLE);

    assertThat(Golden.text(file).lines().count()).isLessThanOrEqualTo(60);
    assertThat(artifact(pipeline, "sensor").field())
        .containsExactly(
            new FieldRelease(new Version("7.11"), "build/sensor-7.11.ko", 1550, List.of()),
            new FieldRelease(new Version("7.15"), "build/sensor-7.15.ko", 30000, List.of()),
            new FieldRelease(new Version("7.16"), "build/sensor-7.16.ko", 8450, List.of()));
    assertThat(pipeline.dataFor(new ArtifactName("sensor")))
        .containsExactly(artifact(pipeline, "channel"));
    assertThat(artifact(pipeline, "channel").knownBad())
        .extracting(Artifact.KnownBad::goesRed)
        .containsExactly(
            "boots", "format", "catches", "leaves-alone", "stays-within", "survives-reboot");
  }

  @Test
  void anUnquotedVersionIsTheTextThatWasWritten() {
    var pipeline = pipeline(ValidFiles.FORMAT_1);

    assertThat(artifact(pipeline, "filter").field())
        .extracting(release -> release.version().value())
        .containsExactly("7.1", "7.10");
    assertThat(artifact(pipeline, "words").oneWay())
        .containsExactly(new Version("2026-12-01"), new Version("3"));
    assertThat(pipeline.environments().getFirst().standsFor())
        .isEqualTo(Map.of("os", "debian", "version", "12", "locale", "de"));
  }

  @Test
  void timesAndSizesHaveUnits() {
    var pipeline = pipeline(ValidFiles.FORMAT_1);

    assertThat(pipeline.timeBox()).isEqualTo(Duration.ofMinutes(90));
    assertThat(pipeline.environments().getFirst().deadline()).isEqualTo(Duration.ofSeconds(90));
    assertThat(artifact(pipeline, "filter").sizeLimit()).isEqualTo(4L << 30);
    assertThat(pipeline.smoke())
        .contains(
            new CheckSpec.StaysWithin(
                Duration.ofMinutes(1), Duration.ofMillis(2500), 32L << 20, 64L << 10));
  }

  @Test
  void absentKeysHaveTheirDocumentedDefaults() {
    var pipeline = pipeline(ValidFiles.FORMAT_1);
    var lists = artifact(pipeline, "lists");
    var example = pipeline(ValidFiles.EXAMPLE);

    assertThat(lists.field()).isEmpty();
    assertThat(lists.sizeLimit()).isEqualTo(64L << 20);
    assertThat(lists.inForce()).isEqualTo(Artifact.InForce.VERSION);
    assertThat(artifact(example, "channel").field().getFirst().statedHosts()).isEmpty();
    assertThat(example.environments().getFirst().driver())
        .isInstanceOfSatisfying(
            EnvironmentSpec.Qemu.class,
            qemu -> {
              assertThat(qemu.stateMount()).isEqualTo("/var/lib");
              assertThat(qemu.memoryMebibytes()).isEqualTo(256);
            });
  }

  @Test
  void aCommandAsTextGoesToAShellAndFindsAnAppendedPath() {
    var pipeline = pipeline(ValidFiles.FORMAT_1);
    var filter = artifact(pipeline, "filter");

    assertThat(filter.build()).isEqualTo(shell("make -s \"$@\" -C filter"));
    assertThat(filter.kind())
        .isInstanceOfSatisfying(
            Artifact.Application.class,
            application -> {
              var verbs = application.verbs();
              assertThat(verbs.install()).isEqualTo(shell("filterctl install \"$@\""));
              assertThat(verbs.probe()).isEqualTo(shell("filterctl probe < $1"));
              assertThat(verbs.healthy())
                  .isEqualTo(new Command(List.of("filterctl", "healthy", "")));
            });
  }

  private static Command shell(String script) {
    return new Command(List.of("sh", "-c", script, "sh"));
  }

  @Test
  void listingABuiltInCheckChangesNothing() {
    String plain = Golden.text(Golden.repository().resolve(ValidFiles.EXAMPLE));
    String listing = plain.replace("  smoke:\n", "  smoke:\n    - boots\n    - survives-reboot\n");

    assertThat(listing).isNotEqualTo(plain);
    assertThat(PipelineFile.parse("sluice.yaml", listing.getBytes(UTF_8)))
        .isEqualTo(PipelineFile.parse("sluice.yaml", plain.getBytes(UTF_8)));
  }

  @Test
  void windowsLineEndsChangeNothing() {
    String unix = Golden.text(Golden.repository().resolve(ValidFiles.EXAMPLE));

    assertThat(PipelineFile.parse("sluice.yaml", unix.replace("\n", "\r\n").getBytes(UTF_8)))
        .isEqualTo(PipelineFile.parse("sluice.yaml", unix.getBytes(UTF_8)));
  }

  @Test
  void theStarterIsValid() {
    assertThat(PipelineFile.parse("sluice.yaml", Starter.text().getBytes(UTF_8)))
        .isInstanceOf(PipelineFile.Valid.class);
  }
}
