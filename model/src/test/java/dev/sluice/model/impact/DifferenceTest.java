package dev.sluice.model.impact;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class DifferenceTest {
  private static final String OLD =
      """
      sluice-outcomes: 1
      outcomes:
        admission:
          says: a patient is admitted
          people: 60
          harm-after: 2 h
          needs: [pcs]
          fallback: { says: paper, needs: [forms], keeps-for: 8 h, exercised: 2026-09-01 }
      groups:
        pcs: { hosts: 3, runs: [windows] }
      services: { forms: { needs: [] } }
      artifacts: { windows: own, sensor: example-edr }
      vendors: { example-edr: edr }
      policy: { no-single-point: [admission] }
      """;
  private static final String EDR = OLD.replace("runs: [windows]", "runs: [windows, sensor]");

  private static Difference of(String old, String fresh) {
    return Difference.of(Asked.of(old), Asked.of(fresh));
  }

  @Test
  void aNewVendorWithATriedFallbackIsNotedAndNotStopped() {
    Difference difference = of(OLD, EDR);

    assertThat(difference.worse())
        .extracting(Difference.Worse::what)
        .hasOnlyElementsOfType(Difference.What.Held.class)
        .hasSize(2);
    assertThat(difference.isStopped()).isFalse();
  }

  @Test
  void aNewVendorWithoutATriedFallbackIsStopped() {
    String stale = "exercised: 2025-09-01";
    Difference difference =
        of(
            OLD.replace("exercised: 2026-09-01", stale),
            EDR.replace("exercised: 2026-09-01", stale));

    assertThat(difference.isStopped()).isTrue();
    assertThat(
            new Sentences(Asked.TODAY, Asked.outcomes(EDR).policy(), null)
                .of(difference.worse().getFirst()))
        .isEqualTo(
            "\"a patient is admitted\" comes to hang on artifact sensor alone, and nothing that was"
                + " tried stands in; without it people are harmed after 2 h.");
  }

  @Test
  void whatWasBadAlreadyIsNotStopped() {
    String stale = EDR.replace("exercised: 2026-09-01", "exercised: 2025-09-01");

    assertThat(of(stale, stale.replace("people: 60", "people: 90")).worse()).isEmpty();
  }

  @Test
  void aFallbackThatIsTakenAwayIsStopped() {
    String without = OLD.replaceAll(" +fallback: .*\n", "");

    Difference difference = of(OLD, without);
    assertThat(difference.isStopped()).isTrue();
    assertThat(difference.worse())
        .extracting(Difference.Worse::what)
        .hasOnlyElementsOfType(Difference.What.Alone.class);
    assertThat(of(without, OLD).worse())
        .as("but for the forms, which it comes to need: they stand in")
        .isEmpty();
  }

  @Test
  void aShorterFallbackIsStopped() {
    assertThat(of(OLD, OLD.replace("keeps-for: 8 h", "keeps-for: 10 m")).worse())
        .isNotEmpty()
        .extracting(Difference.Worse::what)
        .hasOnlyElementsOfType(Difference.What.Sooner.class);
  }

  @Test
  void leavingSomethingOutOfTheFileIsNoWayRoundTheGate() {
    String renamed = OLD.replace("admission", "reception");
    assertThat(of(OLD, renamed).worse())
        .extracting(Difference.Worse::what)
        .contains(new Difference.What.Gone());
    assertThat(of(OLD, OLD.replace(", runs: [windows]", "")).worse())
        .extracting(Difference.Worse::what)
        .hasAtLeastOneElementOfType(Difference.What.LessKnown.class);
    assertThat(of(OLD, OLD.replaceAll("policy: .*\n", "")).worse())
        .extracting(Difference.Worse::what)
        .containsExactly(new Difference.What.Unprotected());
  }

  @Test
  void aPolicyThatLetsDrillsAgeIsNoWayRoundTheGate() {
    String asked = OLD.replace("[admission] }", "[admission], exercised-within: 60 }");
    String years = asked.replace("within: 60", "within: 3650");

    // 85 days ago: stale before, and by the new policy it would count.
    assertThat(of(asked, years).worse())
        .extracting(Difference.Worse::what)
        .containsExactly(new Difference.What.DrilledLess(3650, 60));
    assertThat(of(asked, years).isStopped()).isTrue();
    assertThat(of(asked, OLD).worse())
        .as("no longer asked for")
        .extracting(Difference.Worse::what)
        .containsExactly(new Difference.What.DrilledLess(365, 60));
    assertThat(of(years, asked).worse()).as("a stricter policy makes nothing worse").isEmpty();
    assertThat(
            of(OLD, OLD.replace("[admission] }", "[admission], exercised-within: 300 }")).worse())
        .isEmpty();
  }

  @Test
  void anOutcomeThatIsNewIsJudgedWhole() {
    String more =
        OLD.replace(
            "groups:",
            "  bill: { says: a bill is sent, harm-after: 9 d, needs: [forms] }\ngroups:");

    assertThat(of(OLD, more).worse())
        .singleElement()
        .extracting(Difference.Worse::what)
        .isInstanceOf(Difference.What.Alone.class);
  }

  @Test
  void aWaiverLetsARiskThroughUntilItsLastDay() {
    String waived =
        EDR.replaceAll(" +fallback: .*\n", "")
            + """
            waivers:
              trial:
                accepts: example-edr
                for: [admission]
                reason: a month on trial
                until: 2026-11-25
              sensor:
                accepts: sensor
                for: [admission]
                reason: a month on trial
                until: 2026-11-25
            """;
    String old = OLD.replaceAll(" +fallback: .*\n", "");

    assertThat(of(old, waived).isStopped()).isFalse();
    assertThat(of(old, waived).worse()).hasSize(2);
    LocalDate tomorrow = Asked.TODAY.plusDays(1);
    assertThat(
            Difference.of(
                    Impact.of(Asked.outcomes(old), tomorrow),
                    Impact.of(Asked.outcomes(waived), tomorrow))
                .isStopped())
        .isTrue();
  }
}
