package dev.sluice.model.drill;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.drill.Drill.Found;
import dev.sluice.model.file.FileText;
import dev.sluice.model.file.ProblemReport;
import dev.sluice.model.impact.Answer;
import dev.sluice.model.impact.Course;
import dev.sluice.model.impact.Failure;
import dev.sluice.model.impact.Impact;
import dev.sluice.model.impact.Readiness;
import dev.sluice.model.impact.Sentences;
import dev.sluice.model.outcome.Outcomes;
import dev.sluice.model.outcome.OutcomesFile;
import dev.sluice.model.outcome.Thing;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DrillsTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 25);
  private static final String WORDS = "paper forms, one for each bed";

  private static Outcomes file(String exercised) {
    String yaml =
        """
        sluice-outcomes: 1
        outcomes:
          admission:
            says: a patient is admitted
            people: 60
            harm-after: 2 h
            needs: [records]
            fallback:
              says: paper forms, one for each bed
              %s
          visit:
            says: a patient is visited
            harm-after: 1 d
            needs: [records]
            fallback: { says: by bicycle, exercised: 2026-03-01 }
          bill:
            says: a bill is sent
            harm-after: 30 d
            needs: [records]
        services:
          records: { needs: [] }
        policy: { exercised-within: 180 }
        """
            .formatted(exercised);
    return switch (OutcomesFile.parse("outcomes.yaml", yaml.getBytes(UTF_8))) {
      case FileText.Read<Outcomes>(var outcomes) -> outcomes;
      case FileText.Refused<Outcomes>(var problems) ->
          throw new AssertionError(ProblemReport.of(problems));
    };
  }

  private static Drill drill(String day, Found found) {
    return new Drill("admission", WORDS, LocalDate.parse(day), found, "Ward 3", null);
  }

  private static Readiness readiness(Outcomes file, Drill... drills) {
    Outcomes now = new Drills(List.of(drills)).found(file, TODAY);
    return DrillPlan.of(now, TODAY).drills().stream()
        .filter(next -> next.outcome().name().equals("admission"))
        .findFirst()
        .orElseThrow()
        .readiness();
  }

  @Test
  void aDrillThatWorkedCountsUntilThePolicySaysOtherwise() {
    assertThat(readiness(file(""))).isEqualTo(Readiness.NEVER_TRIED);
    assertThat(readiness(file(""), drill("2026-11-20", Found.WORKED))).isEqualTo(Readiness.TRIED);
    assertThat(readiness(file(""), drill("2026-05-29", Found.WORKED))).isEqualTo(Readiness.TRIED);
    assertThat(readiness(file(""), drill("2026-05-28", Found.WORKED))).isEqualTo(Readiness.STALE);
  }

  @Test
  void whatDidNotWhollyWorkIsNotCountedOnWhateverTheFileSays() {
    String tried = "exercised: 2026-11-01";
    assertThat(readiness(file(tried), drill("2026-11-02", Found.DID_NOT_WORK)))
        .isEqualTo(Readiness.FAILED);
    assertThat(readiness(file(tried), drill("2026-11-02", Found.PARTLY)))
        .isEqualTo(Readiness.FAILED);
    assertThat(readiness(file(tried), drill("2026-11-01", Found.PARTLY)))
        .as("the same day")
        .isEqualTo(Readiness.FAILED);
  }

  @Test
  void aLaterDrillThatWorkedEndsAFailure() {
    assertThat(
            readiness(
                file(""),
                drill("2026-11-02", Found.DID_NOT_WORK),
                drill("2026-11-09", Found.WORKED)))
        .isEqualTo(Readiness.TRIED);
    assertThat(readiness(file("exercised: 2026-11-09"), drill("2026-11-02", Found.DID_NOT_WORK)))
        .isEqualTo(Readiness.TRIED);
  }

  @Test
  void onOneDayTheRecordMadeLaterSpeaks() {
    var failed = drill("2026-11-02", Found.DID_NOT_WORK);
    var worked = drill("2026-11-02", Found.WORKED);
    assertThat(readiness(file(""), failed, worked)).isEqualTo(Readiness.TRIED);
    assertThat(readiness(file(""), worked, failed)).isEqualTo(Readiness.FAILED);
  }

  @Test
  void theOrderInWhichDrillsOfDifferentDaysAreWrittenDownDoesNotMatter() {
    var random = new Random(7);
    for (int round = 0; round < 2_000; round++) {
      List<Drill> drills = new ArrayList<>();
      for (int day = 1; day <= 6; day++) {
        if (random.nextBoolean()) {
          Found found = List.of(Found.values()).get(random.nextInt(3));
          drills.add(drill("2026-11-0" + day, found));
        }
      }
      List<Drill> mixed = new ArrayList<>(drills);
      Collections.shuffle(mixed, random);
      Readiness last =
          drills.stream()
              .max(Comparator.comparing(Drill::on))
              .map(d -> d.found() == Found.WORKED ? Readiness.TRIED : Readiness.FAILED)
              .orElse(Readiness.NEVER_TRIED);
      assertThat(readiness(file(""), mixed.toArray(Drill[]::new))).as("%s", mixed).isEqualTo(last);
    }
  }

  @Test
  void aDrillOfOtherWordsProvesNothingButItsFailureStays() {
    var other = LocalDate.of(2026, 11, 2);
    assertThat(
            readiness(
                file(""), new Drill("admission", "runners", other, Found.WORKED, "Ward 3", null)))
        .isEqualTo(Readiness.NEVER_TRIED);
    assertThat(
            readiness(
                file("exercised: 2026-10-01"),
                new Drill("admission", "runners", other, Found.PARTLY, "Ward 3", null)))
        .isEqualTo(Readiness.FAILED);
    assertThat(
            readiness(
                file(""),
                new Drill(
                    "admission",
                    "paper  forms,\none for each bed ",
                    other,
                    Found.WORKED,
                    "Ward 3",
                    null)))
        .as("line breaks are no other words")
        .isEqualTo(Readiness.TRIED);
  }

  @Test
  void whatIsTriedTomorrowWasNotTriedToday() {
    assertThat(readiness(file(""), drill("2026-11-26", Found.WORKED)))
        .isEqualTo(Readiness.NEVER_TRIED);
    assertThat(readiness(file("exercised: 2026-11-01"), drill("2026-11-26", Found.DID_NOT_WORK)))
        .isEqualTo(Readiness.TRIED);
  }

  private static Answer.Effect admission(Impact impact, Failure failure) {
    return impact.of(failure).effects().stream()
        .filter(one -> one.course().outcome().name().equals("admission"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aFailedDrillTakesTheFallbackOutOfTheAnswer() {
    Outcomes file = file("exercised: 2026-11-01");
    var failure = new Failure(Thing.Kind.SERVICE, "records", null, null);
    assertThat(admission(Impact.of(file, TODAY), failure).course().state())
        .isEqualTo(Course.State.HELD);

    var drills = new Drills(List.of(drill("2026-11-20", Found.DID_NOT_WORK)));
    Impact impact = Impact.of(drills.found(file, TODAY), TODAY);
    var effect = admission(impact, failure);

    assertThat(effect.course().state()).isEqualTo(Course.State.LOST);
    assertThat(effect.course().useless())
        .extracting(Course.Useless::reason)
        .containsExactly(Course.Useless.Reason.FAILED);
    var sentences = new Sentences(TODAY, file.policy(), null);
    assertThat(String.join(" ", sentences.of(effect)))
        .contains("does not count, since it was tried 5 days ago and did not wholly work");
    assertThat(impact.judged().breaches())
        .anySatisfy(
            breach ->
                assertThat(sentences.of(breach))
                    .contains("was tried 5 days ago and did not wholly work, and must be tried"));
  }

  @Test
  void theMostUrgentComesFirst() {
    DrillPlan plan = DrillPlan.of(file(""), TODAY);
    assertThat(plan.drills())
        .extracting(next -> next.outcome().name())
        .containsExactly("admission", "visit");
    assertThat(plan.drills()).allMatch(DrillPlan.Next::isDue);
    assertThat(plan.drills().getLast().by()).isEqualTo("2026-08-28");
    assertThat(plan.without()).extracting(outcome -> outcome.name()).containsExactly("bill");

    DrillPlan later =
        DrillPlan.of(
            new Drills(List.of(drill("2026-11-20", Found.WORKED))).found(file(""), TODAY), TODAY);
    assertThat(later.drills())
        .extracting(next -> next.outcome().name())
        .containsExactly("visit", "admission");
    assertThat(later.drills().getLast().isDue()).isFalse();
  }
}
