package dev.sluice.server.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.file.FileText;
import dev.sluice.model.outcome.Outcomes;
import dev.sluice.model.outcome.OutcomesFile;
import dev.sluice.server.event.Change;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutcomeChangesTest {
  private static final String CLINIC =
      """
      sluice-outcomes: 1
      outcomes:
        admission:
          says: a patient is admitted
          harm-after: 2 h
          needs: [records]
          fallback: { says: paper forms, needs: [nurse], exercised: 2026-09-01 }
        badge:
          says: a badge is printed
          harm-after: 1 d
          needs: [records]
      services:
        records: { needs: [] }
      people:
        nurse: { count: 12 }
      policy:
        no-single-point: [admission, badge]
        exercised-within: 180
      waivers:
        known:
          accepts: records
          for: [admission]
          reason: the second one is ordered
          until: 2027-03-01
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[admission, badge] | [admission] | true | policy.no-single-point: badge is removed",
        "exercised-within: 180 | exercised-within: 200 | true | is 200 days, and was 180 days",
        "exercised-within: 180 | exercised-within: 100 | false | is 100 days, and was 180 days",
        "until: 2027-03-01 | until: 2027-06-01 | true | the waiver known: until is 2027-06-01",
        "until: 2027-03-01 | until: 2027-01-01 | false | the waiver known: until is 2027-01-01",
        "for: [admission] | for: [admission, badge] | true | the waiver known: it is for badge too",
        "accepts: records | accepts: untried-fallback | true | the waiver known: accepts is",
        "is ordered | comes soon | false | the waiver known: reason is",
        "harm-after: 2 h | harm-after: 3 h | true | the outcome admission: harm-after is 3 h",
        "harm-after: 2 h | harm-after: 1 h | false | the outcome admission: harm-after is 1 h",
        "count: 12 | count: 2 | false | outcomes: nurse is described in another way",
        "paper forms | a book | false | the outcome admission: what it needs, or what stands in",
      })
  void aChangeMeans(String from, String to, boolean weaker, String says) throws IOException {
    List<Change> changes = between(CLINIC, CLINIC.replace(from, to));
    assertThat(changes)
        .singleElement()
        .satisfies(
            change -> {
              assertThat(change.sentence()).contains(says);
              assertThat(change.weaker()).isEqualTo(weaker);
            });
  }

  @Test
  void withoutOutcomesNobodyIsToldWhatHangsOnARelease() throws IOException {
    assertThat(between(CLINIC, null)).singleElement().matches(Change::weaker);
    assertThat(between(null, CLINIC)).singleElement().matches(change -> !change.weaker());
  }

  @Test
  void aNewWaiverAcceptsARiskAndALostOutcomeIsNotLookedAt() throws IOException {
    String waived = CLINIC.substring(0, CLINIC.indexOf("waivers:"));
    assertThat(between(waived, CLINIC))
        .containsExactly(new Change("the waiver known is new: a risk is accepted", true));
    assertThat(between(CLINIC, waived))
        .containsExactly(new Change("the waiver known is removed", false));
    String fewer =
        CLINIC
            .replace(
                "  badge:\n    says: a badge is printed\n    harm-after: 1 d\n    needs: [records]\n",
                "")
            .replace("[admission, badge]", "[admission]");
    assertThat(between(CLINIC, fewer)).contains(new Change("the outcome badge is removed", true));
  }

  @Test
  void aPolicyThatLetsDrillsCountForLongerThanAYearIsWeakerThanNone() throws IOException {
    String none = CLINIC.replace("  exercised-within: 180\n", "");
    assertThat(between(none, CLINIC.replace("180", "400"))).singleElement().matches(Change::weaker);
    assertThat(between(none, CLINIC)).singleElement().matches(change -> !change.weaker());
    assertThat(between(CLINIC, none)).singleElement().matches(Change::weaker);
  }

  private static List<Change> between(@Nullable String old, @Nullable String now)
      throws IOException {
    Rules rules = ChangesTest.rules(ChangesTest.text("sluice.yaml"));
    return Changes.between(
        new Rules(rules.bundle(), rules.pipeline(), outcomes(old)),
        new Rules(rules.bundle(), rules.pipeline(), outcomes(now)));
  }

  private static @Nullable Outcomes outcomes(@Nullable String text) {
    if (text == null) {
      return null;
    }
    return switch (OutcomesFile.parse("outcomes.yaml", text.getBytes(StandardCharsets.UTF_8))) {
      case FileText.Read<Outcomes>(var outcomes) -> outcomes;
      case FileText.Refused<Outcomes>(var problems) ->
          throw new AssertionError(problems.toString());
    };
  }
}
