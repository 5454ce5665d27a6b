package dev.sluice.server.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.pipeline.Pipeline;
import dev.sluice.model.pipeline.PipelineFile;
import dev.sluice.server.bundle.Bundle;
import dev.sluice.server.wire.Offer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class BundleFactsTest {
  private static final String PIPELINE =
      """
      sluice: 1
      product: a
      artifacts:
        sensor:
          kind: application
          at: /srv/sensor
          releases:
            "7.14": { file: sensor-7.14, installed-in: own }
            "7.15": { file: sensor-7.15, installed-in: large }
          verbs: { install: [install], take: [take], in-force: [in-force], probe: [probe] }
        channel:
          kind: data
          for: sensor
          at: /srv/channel
          releases: { "289": channel-289 }
          size: 64 KiB
          hand-on: by-hand
          known-bad:
            - { release: "291", file: bad, goes-red: boots, with: "7.15" }
      environments:
        own:
          driver: machine
          ssh: { host: lab.example, user: root, identity: ./lab/key, host-keys: lab/known_hosts }
          inputs: /var/tmp/sluice
          restore: [restore]
          power-on: [power-on]
          power-off: [power-off]
          stands-for: { os: own }
        large:
          driver: qemu
          image: { script: guest.sh }
          architecture: arm64
          memory: 2 GiB
          state: /srv
          stands-for: { os: debian }
      suites:
        smoke:
          - catches: threat
          - leaves-alone: clean
      """;

  private static BundleFacts facts() {
    Pipeline pipeline =
        switch (PipelineFile.parse("sluice.yaml", PIPELINE.getBytes(StandardCharsets.UTF_8))) {
          case PipelineFile.Valid(var valid) -> valid;
          case PipelineFile.Invalid(var problems) ->
              throw new AssertionError(problems.getFirst().message());
        };
    List<Bundle.File> files =
        List.of("sluice.yaml", "sensor-7.14", "sensor-7.15", "channel-289", "bad").stream()
            .map(path -> new Bundle.File(path, Scene.digest(path), 10, false))
            .toList();
    var bundle = new Bundle(Scene.product("a"), files, List.of("lab/key", "other/key"));
    return BundleFacts.of(Scene.BUNDLE, bundle, pipeline);
  }

  @Test
  void anEnvironmentAsksForItsDriverProcessorMemoryAndSecrets() {
    BundleFacts facts = facts();
    assertThat(facts.fits(offer("machine", "amd64", 0, "lab/key"), "own")).isTrue();
    assertThat(facts.fits(offer("machine", "amd64", 0, "other/key"), "own")).isFalse();
    assertThat(facts.fits(offer("qemu", "arm64", 2048, "-"), "large")).isTrue();
    assertThat(facts.fits(offer("qemu", "arm64", 2047, "-"), "large")).isFalse();
    assertThat(facts.fits(offer("qemu", "amd64", 2048, "-"), "large")).isFalse();
  }

  private static Offer offer(String driver, String architecture, int mebibytes, String file) {
    return new Offer(
        List.of(driver),
        List.of(architecture),
        "tcg",
        1,
        mebibytes,
        List.of(file),
        Scene.LAB.id().hex(),
        0);
  }

  @Test
  void controlsAreShownWhereTheLabShowsThem() {
    BundleFacts facts = facts();
    assertThat(facts.controlEnvironments()).containsExactly("large");
    assertThat(facts.first()).isEqualTo("own");
    assertThat(facts.known())
        .extracting(known -> known.artifact() + " " + known.version() + " " + known.goesRed())
        .containsExactly("channel 291 boots");
    assertThat(facts.known().getFirst().content()).isEqualTo(Scene.digest("bad"));
  }

  @Test
  void artifactsAreDataOrApplicationsAndMayWaitForSomebody() {
    assertThat(facts().data()).containsExactly(Scene.DATA);
    assertThat(facts().byHand()).containsExactly(Scene.DATA);
    assertThat(facts().pipelineFile()).isEqualTo(Scene.digest("sluice.yaml"));
  }
}
