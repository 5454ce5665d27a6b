package dev.sluice.server.impact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.model.ArtifactName;
import dev.sluice.model.file.FileText;
import dev.sluice.model.outcome.Outcomes;
import dev.sluice.model.outcome.OutcomesFile;
import dev.sluice.trust.canonical.MalformedInput;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class HangingTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 25);
  private static final ArtifactName SENSOR = new ArtifactName("sensor");

  private static final String CLINIC =
      """
      sluice-outcomes: 1
      outcomes:
        admission:
          says: a patient is admitted
          people: 60
          harm-after: 2 h
          needs:
            - { hosts: 4, in: ward-pcs }
          fallback:
            says: paper forms
            needs: [nurse]
            exercised: 2026-09-01
        badge:
          says: a badge is printed
          harm-after: 1 d
          needs: [printer]
      groups:
        ward-pcs: { hosts: 5, runs: [sensor], needs: [], at: clinic }
      services:
        printer: { needs: [], at: clinic }
      artifacts: { sensor: own, words: own }
      sites: [clinic]
      people:
        nurse: { count: 12 }
      """;

  @Test
  void outcomesMarginAndWhatStandsInAreSaid() {
    Hanging hanging = Hanging.of(outcomes(CLINIC), SENSOR, TODAY);
    assertThat(hanging.sentences())
        .first()
        .isEqualTo(
            "One outcome hangs on sensor; something that counts stands in for each that it would"
                + " lose.");
    assertThat(hanging.sentences().get(1))
        .startsWith("\"a patient is admitted\" (60 people a day): It is lost at once")
        .contains("paper forms");
    assertThat(hanging.sentences().getLast())
        .isEqualTo(
            "The narrowest margin: one host of ward-pcs may be down at once; one more loses \"a"
                + " patient is admitted\".");
    assertThat(hanging.refusal()).isNull();
  }

  @Test
  void nothingHangsOnSomeArtifactsAndOfOthersItIsNotKnown() {
    assertThat(Hanging.impactOf(outcomes(CLINIC), new ArtifactName("words"), TODAY))
        .containsExactly("No outcome hangs on words.");
    assertThat(Hanging.impactOf(outcomes(CLINIC), new ArtifactName("other"), TODAY))
        .containsExactly("The outcomes name no artifact other: what hangs on it is not known.");
  }

  @Test
  void anOutcomeWithoutATriedFallbackStopsAReleaseWhereThePolicyAsksForOne() {
    String policy = CLINIC + "policy: { no-single-point: [admission] }\n";
    assertThat(Hanging.of(outcomes(policy), SENSOR, TODAY).refusal()).isNull();
    String untried = policy.replace("      exercised: 2026-09-01\n", "");
    assertThat(Hanging.of(outcomes(untried), SENSOR, TODAY).refusal())
        .contains("lets no release of sensor go out", "\"a patient is admitted\" hangs on");
    assertThat(Hanging.of(outcomes(untried), new ArtifactName("words"), TODAY).refusal()).isNull();
    String waived =
        untried
            + """
            waivers:
              known:
                accepts: sensor
                for: [admission]
                reason: until the drill
                until: 2026-12-31
            """;
    assertThat(Hanging.of(outcomes(waived), SENSOR, TODAY).refusal()).isNull();
    assertThat(Hanging.of(outcomes(waived), SENSOR, TODAY.plusDays(60)).refusal()).isNotNull();
  }

  @Test
  void aFallbackMustBeTriedInTimeWhereThePolicySaysInWhich() {
    String policy = CLINIC + "policy: { exercised-within: 30 }\n";
    assertThat(Hanging.of(outcomes(policy), SENSOR, TODAY).refusal())
        .contains("must be tried every 30 days");
  }

  @Test
  void drillsCountAsTheyWereRecorded() throws MalformedInput {
    String line =
        """
        {"format":1,"outcome":"admission","fallback":"paper forms","on":"2026-11-20",\
        "found":"did-not-work","by":"ward 3","notes":null}
        """;
    var drills = DrillLines.read(line.getBytes(StandardCharsets.UTF_8));
    Outcomes found = drills.found(outcomes(CLINIC), TODAY);
    assertThat(Hanging.impactOf(found, SENSOR, TODAY).getFirst())
        .endsWith("for one nothing that counts stands in.");
    assertThat(DrillLines.read((line + "{\"form").getBytes(StandardCharsets.UTF_8)).all())
        .hasSize(1);
    assertThatThrownBy(() -> DrillLines.read("{}\n".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(MalformedInput.class)
        .hasMessageContaining("line 1");
  }

  private static Outcomes outcomes(String text) {
    return switch (OutcomesFile.parse("outcomes.yaml", text.getBytes(StandardCharsets.UTF_8))) {
      case FileText.Read<Outcomes>(var outcomes) -> outcomes;
      case FileText.Refused<Outcomes>(var problems) ->
          throw new AssertionError(problems.toString());
    };
  }
}
