package dev.sluice.acceptance.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** A gate that cannot fail is no gate: what the known-bad releases show, and what follows. */
@Tag("vm")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ControlsTest {
  private static final String OVERZEALOUS =
      "{ release: \"292\", file: channels/overzealous.bin, goes-red: leaves-alone }";
  private static final String TURNED_GREEN =
      "{ release: \"291\", file: channels/291-fixed.bin, goes-red: leaves-alone }";

  private final Desk desk = Desk.open();
  private final Example example = Example.copyOn(desk).onlySensor("7.15");
  private Ended before;
  private Ended remembered;
  private Ended controlsRemembered;
  private Ended green;
  private Ended withheld;
  private Ended controls;
  private Ended after;

  @BeforeAll
  void showAndProve() {
    before = prove("before");

    // One control alone, which is a matter of the file and not of the suite.
    String pipeline = example.text();
    example.onlyControl(OVERZEALOUS).inPipeline(OVERZEALOUS, TURNED_GREEN);
    green = show();
    withheld = prove("withheld");

    example.write("sluice.yaml", pipeline);
    controls = show();
    remembered = desk.sluice("runs", "--json");
    controlsRemembered = desk.sluice("runs", "--controls", "--json");
    after = prove("after");
  }

  @AfterAll
  void close() {
    desk.close();
  }

  private Ended show() {
    return desk.sluice("prove", "--negative-controls", "--json", "--pipeline", example.pipeline());
  }

  private Ended prove(String out) {
    return desk.sluice(
        "prove",
        "channel",
        "291",
        example.channel("291-fixed"),
        "--pipeline",
        example.pipeline(),
        "--out",
        out(out).toString());
  }

  private Path out(String name) {
    return desk.home().resolve(name);
  }

  /** Its last sentence, which may take two lines. */
  private static String lastWords(Ended ended) {
    List<String> lines = ended.out().lines().toList();
    return String.join("", lines.subList(lines.size() - 2, lines.size()));
  }

  @Test
  void aPassOfASuiteThatWasNeverRedSaysSoInItsLastLine() {
    assertThat(before.status()).isZero();
    assertThat(lastWords(before)).contains("never shown red");
  }

  @Test
  void aProofOfASuiteThatWasNeverRedSaysSo() {
    assertThat(verify("before").sentences()).contains("0 of 6 known-bad releases shown red");
  }

  @Test
  void runsOfControlsAreRememberedApart() {
    assertThat(remembered.json().path("runs").valueStream())
        .isNotEmpty()
        .allMatch(run -> run.path("goes-red").isNull());
    assertThat(controlsRemembered.json().path("runs").valueStream())
        .hasSize(7) // with the one that was green
        .filteredOn(run -> run.path("goes-red").asString().equals(run.path("check").asString()))
        .hasSize(6)
        .allMatch(
            run -> !run.path("files").isEmpty() || run.path("check").asString().equals("format"));
  }

  @Test
  void everyKnownBadReleaseIsStopped() {
    assertThat(controls.status()).as(controls.out()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "291-bad, boots",
    "malformed, format",
    "blind, catches",
    "overzealous, leaves-alone",
    "slow, stays-within",
    "late, survives-reboot"
  })
  void eachKnownBadReleaseIsStoppedByItsOwnCheck(String file, String check) {
    JsonNode shown =
        controls
            .json()
            .path("negative-controls")
            .valueStream()
            .filter(c -> c.path("file").asString("").endsWith("/" + file + ".bin"))
            .findFirst()
            .orElseThrow();
    assertThat(shown.path("shown").asString()).isEqualTo("red");
    assertThat(shown.path("went-red").asString()).isEqualTo(check);
  }

  @Test
  void aPassOfASuiteThatWasRedHasNoSuchLastLine() {
    assertThat(after.status()).isZero();
    assertThat(after.out()).doesNotContain("never shown red");
  }

  @Test
  void aProofSaysThatItsSuiteWasRed() {
    assertThat(verify("after").sentences()).contains("6 of 6 known-bad releases shown red");
  }

  @Test
  void aControlThatTurnsGreenIsAFailure() {
    assertThat(green.status()).isEqualTo(1);
  }

  @Test
  void aSuiteThatLetAKnownBadReleaseThroughGivesNoProof() {
    assertThat(withheld.status()).isEqualTo(3);
    assertThat(Trees.files(out("withheld"), ".proof.json")).isEmpty();
  }

  @Test
  void aWithheldProofIsExplained() {
    assertThat(withheld.sentences())
        .contains("No proof: 1 of 1 negative controls did not go red when last shown");
  }

  @Test
  void theSuiteGivesProofsAgainOnceItIsRedAgain() {
    assertThat(controls.status()).isZero();
    assertThat(after.status()).isZero();
    assertThat(Trees.files(out("after"), ".proof.json")).hasSize(1);
  }

  private Ended verify(String out) {
    return desk.sluice(
        "proof", "verify", Trees.files(out(out), ".proof.json").getFirst().toString());
  }
}
