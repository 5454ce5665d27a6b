package dev.sluice.model.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.ArtifactName;
import dev.sluice.model.Version;
import dev.sluice.model.file.ProblemReport;
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
  void environmentsSayNothingOfWhatHasADefault() {
    var pipeline = pipeline(ValidFiles.FORMAT_1_ENVIRONMENTS);

    assertThat(environment(pipeline, "debian-11").driver())
        .isInstanceOfSatisfying(
            EnvironmentSpec.Qemu.class,
            qemu -> {
              assertThat(qemu.isWhole()).isTrue();
              assertThat(qemu.memoryMebibytes()).isEqualTo(512);
              assertThat(qemu.firmware()).isEqualTo(EnvironmentSpec.Firmware.BIOS);
              assertThat(qemu.network()).isEqualTo(EnvironmentSpec.Network.NONE);
            });
    assertThat(environment(pipeline, "branch-office").driver())
        .isInstanceOfSatisfying(
            EnvironmentSpec.Qemu.class,
            qemu -> assertThat(qemu.firmware()).isEqualTo(EnvironmentSpec.Firmware.UEFI));
    assertThat(environment(pipeline, "bare").driver())
        .isInstanceOfSatisfying(
            EnvironmentSpec.Sandbox.class,
            sandbox ->
                assertThat(sandbox.bounds())
                    .isEqualTo(new EnvironmentSpec.SandboxBounds(512, 50, 256, 256)));
    assertThat(environment(pipeline, "bare").mostFlakes()).isEqualTo(10);
  }

  private static EnvironmentSpec environment(Pipeline pipeline, String name) {
    return pipeline.environments().stream()
        .filter(environment -> environment.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void whereNothingIsWrittenToWhileOffNoArtifactNeedsAPlace() {
    String whole =
        edited(
            ValidFiles.EXAMPLE,
            "image: { script: guest.sh, inputs: [guest, debian.sh, channels/290.bin] }",
            "image: { disk: a.qcow2 }",
            "    at: /var/lib/sensor/channel.bin\n",
            "",
            "    at: /var/lib/sensor/sensor.ko\n",
            "");

    var pipeline = parsed(whole);

    assertThat(pipeline.artifacts()).extracting(Artifact::at).containsOnlyNulls();
  }

  @Test
  void vitalFilesAloneNeedNoProbe() {
    String vital =
        edited(
            ValidFiles.EXAMPLE,
            "- leaves-alone: samples/clean",
            "- leaves-alone: { vital: [/boot] }",
            "- catches: samples/threat.txt",
            "- { command: [a], name: finds, stands-for: catches }",
            "      probe: [sensorctl, probe]\n",
            "",
            ", goes-red: catches",
            ", goes-red: finds");

    assertThat(parsed(vital).smoke())
        .contains(new CheckSpec.LeavesAlone(List.of(), List.of("/boot")));
  }

  @Test
  void survivesDatesIsAWordOrHasSettingsAndAlwaysNeedsAMachine() {
    String word = edited(ValidFiles.EXAMPLE, "  smoke:\n", "  smoke:\n    - survives-dates\n");
    String listed =
        edited(
            ValidFiles.EXAMPLE,
            "  smoke:\n",
            "  needs-machine: [survives-dates]\n  smoke:\n    - survives-dates\n");

    assertThat(parsed(word).smoke()).contains(new CheckSpec.SurvivesDates(null, List.of()));
    assertThat(parsed(word).needMachine()).containsExactly("survives-dates");
    assertThat(parsed(listed)).isEqualTo(parsed(word));
  }

  @Test
  void aKnownBadReleaseMayGoRedOnDates() {
    String control =
        edited(
            ValidFiles.EXAMPLE,
            "  smoke:\n",
            "  smoke:\n    - survives-dates: { valid-for: 90 d }\n",
            "goes-red: survives-reboot",
            "goes-red: survives-dates");

    assertThat(artifact(parsed(control), "channel").knownBad())
        .extracting(Artifact.KnownBad::goesRed)
        .contains("survives-dates");
  }

  /** A file of the repository with texts replaced, in pairs; each must be there. */
  private static String edited(String file, String... pairs) {
    String text = Golden.text(Golden.repository().resolve(file));
    for (int i = 0; i < pairs.length; i += 2) {
      assertThat(text).contains(pairs[i]);
      text = text.replace(pairs[i], pairs[i + 1]);
    }
    return text;
  }

  private static Pipeline parsed(String text) {
    return switch (PipelineFile.parse("sluice.yaml", text.getBytes(UTF_8))) {
      case PipelineFile.Valid(var pipeline) -> pipeline;
      case PipelineFile.Invalid(var problems) ->
          throw new AssertionError(ProblemReport.of(problems));
    };
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
