package dev.sluice.proving.check;

import static dev.sluice.proving.Examples.name;
import static dev.sluice.proving.Examples.release;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.ArtifactName;
import dev.sluice.model.Combination;
import dev.sluice.model.Release;
import dev.sluice.model.pipeline.Artifact;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InForceTest {
  private static final Release SENSOR = release("sensor", "7.15");
  private static final Release CHANNEL = release("channel", "291");
  private static final Release GEO = release("geo", "2024.1");
  private static final Map<ArtifactName, Artifact.InForce> BY_VERSION =
      Map.of(
          name("sensor"), Artifact.InForce.VERSION,
          name("channel"), Artifact.InForce.VERSION,
          name("geo"), Artifact.InForce.VERSION);

  private static Optional<String> wrong(String output, Release... data) {
    return InForce.wrong(
        output, new Combination(SENSOR, List.of(data)), CHANNEL.artifact(), BY_VERSION);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "channel 291",
        "channel 291\n",
        "sensor 7.15\nchannel 291\n",
        "channel 291\nsensor 7.15",
        "  channel\t291  \r\n\r\n",
        "291",
        "291\n",
        "channel 291\nother 5\n"
      })
  void exactlyTheExpectedReleaseIsInForce(String output) {
    assertThat(wrong(output, CHANNEL)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n \n",
        "channel 290",
        "channel 2910",
        "channel 29",
        "channel v291",
        "290",
        "sensor 7.15",
        "sensor 7.11\nchannel 291",
        "channel 291 291",
        "channel 291\nchannel 290",
        "channel 291\nchannel 291",
        "Channel 291",
        "channel=291",
        "291\n291",
        "channel 291\n291",
        "rejected channel 291",
        "channel",
        "channel none"
      })
  void anythingElseIsNot(String output) {
    assertThat(wrong(output, CHANNEL)).isPresent();
  }

  @Test
  void theOldReleaseIsNamed() {
    assertThat(wrong("channel 290\n", CHANNEL))
        .contains("channel 291 is not in force: it still uses 290");
  }

  @Test
  void silenceIsNamed() {
    assertThat(wrong("", CHANNEL)).contains("it does not say what it has in force");
  }

  @Test
  void everyDataArtifactMustBeNamed() {
    assertThat(wrong("channel 291", CHANNEL, GEO))
        .contains("it does not name geo among what it has in force");
    assertThat(wrong("geo 2024.1\nchannel 291", CHANNEL, GEO)).isEmpty();
  }

  @Test
  void aBareWordCannotStandForOneOfTwo() {
    assertThat(wrong("291", CHANNEL, GEO)).isPresent();
  }

  @Test
  void dataWithoutAVersionAreNamedByTheirDigest() {
    Combination combination = new Combination(SENSOR, List.of(CHANNEL));
    Map<ArtifactName, Artifact.InForce> byDigest =
        Map.of(name("sensor"), Artifact.InForce.VERSION, name("channel"), Artifact.InForce.SHA256);

    assertThat(InForce.wrong(CHANNEL.digest().hex(), combination, CHANNEL.artifact(), byDigest))
        .isEmpty();
    assertThat(InForce.wrong("291", combination, CHANNEL.artifact(), byDigest)).isPresent();
    assertThat(InForce.wrong(GEO.digest().hex(), combination, CHANNEL.artifact(), byDigest))
        .isPresent();
  }

  @Test
  void anApplicationOnTrialMustNameItselfToo() {
    Combination combination = new Combination(SENSOR, List.of(CHANNEL));

    assertThat(InForce.wrong("channel 291", combination, SENSOR.artifact(), BY_VERSION))
        .contains("it does not name sensor among what it has in force");
    assertThat(
            InForce.wrong("sensor 7.15\nchannel 291", combination, SENSOR.artifact(), BY_VERSION))
        .isEmpty();
  }

  @Test
  void anApplicationWithoutDataThatSaysNothingIsNotInForce() {
    Combination alone = new Combination(SENSOR, List.of());

    assertThat(InForce.wrong("", alone, SENSOR.artifact(), BY_VERSION)).isPresent();
  }

  @Test
  void aHostileLineIsCutShort() {
    assertThat(wrong("channel " + "9".repeat(100_000), CHANNEL).orElse("")).hasSizeLessThan(200);
  }
}
