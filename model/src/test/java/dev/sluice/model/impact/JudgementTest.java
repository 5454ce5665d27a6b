package dev.sluice.model.impact;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JudgementTest {
  private static final String FILE =
      """
      sluice-outcomes: 1
      outcomes:
        admission:
          says: a patient is admitted
          harm-after: 2 h
          needs: [records]
          fallback: { says: paper, keeps-for: 8 h, exercised: 2026-09-01 }
      services: { records: { needs: [] } }
      policy: { no-single-point: [admission], exercised-within: 180 }
      """;

  @Test
  void aTriedFallbackKeepsThePolicy() {
    assertThat(Asked.of(FILE).judged().breaches()).isEmpty();
  }

  @Test
  void aFallbackThatWasNotTriedInTimeBreaksItTwice() {
    assertThat(Asked.of(FILE.replace("2026-09-01", "2026-01-01")).judged().breaches())
        .hasSize(2)
        .hasAtLeastOneElementOfType(Judgement.Breach.Untried.class)
        .hasAtLeastOneElementOfType(Judgement.Breach.SinglePoint.class);
  }

  @Test
  void whatCannotBeJudgedIsNoPass() {
    assertThat(Asked.of(FILE.replace("{ needs: [] }", "{ says: r }")).judged().breaches())
        .hasOnlyElementsOfType(Judgement.Breach.NotKnown.class)
        .hasSize(1);
  }

  @Test
  void aWaiverCountsUntilItsLastDayAndIsNamedAfterIt() {
    String waived =
        FILE.replaceAll(" +fallback: .*\n", "")
            + """
            waivers:
              one-server: { accepts: records, for: admission, reason: ordered, until: DAY }
            """;

    Judgement today = Asked.of(waived.replace("DAY", "2026-11-25")).judged();
    assertThat(today.breaches()).isEmpty();
    assertThat(today.waived()).hasSize(1);
    Judgement later = Asked.of(waived.replace("DAY", "2026-11-24")).judged();
    assertThat(later.breaches().getFirst().expired()).isNotNull();
  }
}
