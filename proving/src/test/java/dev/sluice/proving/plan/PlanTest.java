package dev.sluice.proving.plan;

import static dev.sluice.proving.Examples.release;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.Combination;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which combinations are proven, in which order, against which last known good. */
class PlanTest extends Fields {
  @Test
  void aDataCandidateMeetsEveryApplicationReleaseThatHostsRun() {
    Plan plan =
        dataPlan(Map.of(SENSOR, sensors(), CHANNEL, List.of(fielded("channel", "290", -1))));

    assertThat(titles(plan.runs()))
        .containsExactlyInAnyOrder(
            "sensor 7.11 + channel 291", "sensor 7.15 + channel 291", "sensor 7.16 + channel 291");
  }

  @Test
  void anApplicationCandidateMeetsEveryDataReleaseThatHostsRun() {
    Plan plan =
        Plan.of(
            question(
                release("sensor", "7.17"),
                List.of(CHANNEL),
                Map.of(
                    SENSOR,
                    sensors(),
                    CHANNEL,
                    List.of(fielded("channel", "289", 10), fielded("channel", "290", 20))),
                Map.of(),
                List.of("linux")));

    assertThat(titles(plan.runs()))
        .containsExactly("sensor 7.17 + channel 290", "sensor 7.17 + channel 289");
  }

  @Test
  void theOtherDataOfAnApplicationVaryToo() {
    Plan plan =
        Plan.of(
            question(
                CANDIDATE,
                List.of(CHANNEL, GEO),
                Map.of(
                    SENSOR,
                    List.of(fielded("sensor", "7.15", -1), fielded("sensor", "7.16", -1)),
                    CHANNEL,
                    List.of(fielded("channel", "290", -1)),
                    GEO,
                    List.of(fielded("geo", "1", -1), fielded("geo", "2", -1))),
                Map.of(),
                List.of("linux")));

    assertThat(titles(plan.runs()))
        .containsExactly(
            "sensor 7.15 + channel 291 + geo 1",
            "sensor 7.15 + channel 291 + geo 2",
            "sensor 7.16 + channel 291 + geo 1",
            "sensor 7.16 + channel 291 + geo 2");
  }

  @Test
  void anApplicationCandidateMeetsEveryPairOfItsData() {
    Plan plan =
        Plan.of(
            question(
                release("sensor", "8"),
                List.of(CHANNEL, GEO),
                Map.of(
                    CHANNEL,
                    List.of(fielded("channel", "289", -1), fielded("channel", "290", -1)),
                    GEO,
                    List.of(fielded("geo", "1", -1), fielded("geo", "2", -1))),
                Map.of(),
                List.of("linux")));

    assertThat(titles(plan.runs()))
        .containsExactly(
            "sensor 8 + channel 289 + geo 1",
            "sensor 8 + channel 289 + geo 2",
            "sensor 8 + channel 290 + geo 1",
            "sensor 8 + channel 290 + geo 2");
  }

  @Test
  void everyCombinationIsProvenInEveryEnvironment() {
    Plan plan =
        Plan.of(
            question(
                CANDIDATE,
                List.of(CHANNEL),
                Map.of(SENSOR, List.of(fielded("sensor", "7.15", 1), fielded("sensor", "7.16", 1))),
                Map.of(),
                List.of("bookworm", "trixie")));

    assertThat(plan.runs())
        .extracting(run -> run.combination().application().version() + " in " + run.environment())
        .containsExactly(
            "7.15 in bookworm", "7.15 in trixie", "7.16 in bookworm", "7.16 in trixie");
  }

  @Test
  void whatBrokeBeforeComesFirst() {
    Plan plan =
        Plan.of(
            question(
                CANDIDATE,
                List.of(CHANNEL),
                Map.of(SENSOR, sensors()),
                Map.of("sensor 7.11", 1, "sensor 7.16", 2),
                List.of("linux")));

    assertThat(plan.runs())
        .extracting(run -> run.combination().application().version().value())
        .containsExactly("7.16", "7.11", "7.15");
  }

  @Test
  void amongEqualsMoreHostsComeFirst() {
    assertThat(dataPlan(Map.of(SENSOR, sensors())).runs())
        .extracting(PlannedRun::hosts)
        .containsExactly(30000L, 8450L, 1550L);
  }

  @Test
  void amongEqualsWithEquallyManyHostsTheOrderOfTheFileStays() {
    List<Fielded> field =
        List.of(
            fielded("sensor", "9", -1), fielded("sensor", "10", -1), fielded("sensor", "8", -1));

    assertThat(dataPlan(Map.of(SENSOR, field)).runs())
        .extracting(run -> run.combination().application().version().value())
        .containsExactly("9", "10", "8");
  }

  @Test
  void aCombinationRunsOnNoMoreHostsThanItsRarestPart() {
    Plan plan =
        Plan.of(
            question(
                CANDIDATE,
                List.of(CHANNEL, GEO),
                Map.of(
                    SENSOR,
                    List.of(fielded("sensor", "7.15", 500)),
                    GEO,
                    List.of(fielded("geo", "1", 20), fielded("geo", "2", Fielded.UNSTATED))),
                Map.of(),
                List.of("linux")));

    assertThat(plan.runs()).extracting(PlannedRun::hosts).containsExactly(500L, 20L);
  }

  @Test
  void theControlIsTheSameCombinationWithTheNewestReleaseInTheField() {
    Plan plan =
        dataPlan(
            Map.of(
                SENSOR,
                List.of(fielded("sensor", "7.15", -1)),
                CHANNEL,
                List.of(fielded("channel", "289", 9), fielded("channel", "290", 1))));

    assertThat(plan.runs().getFirst().lastKnownGood())
        .isEqualTo(new Combination(release("sensor", "7.15"), List.of(release("channel", "290"))));
  }

  @Test
  void theControlOfAnApplicationIsItsPredecessorWithTheSameData() {
    Plan plan =
        Plan.of(
            question(
                release("sensor", "7.17"),
                List.of(CHANNEL),
                Map.of(SENSOR, sensors(), CHANNEL, List.of(fielded("channel", "290", -1))),
                Map.of(),
                List.of("linux")));

    assertThat(plan.runs().getFirst().lastKnownGood())
        .isEqualTo(new Combination(release("sensor", "7.16"), List.of(release("channel", "290"))));
  }

  @Test
  void aFirstReleaseHasNoControl() {
    assertThat(dataPlan(Map.of(SENSOR, sensors())).runs())
        .allSatisfy(run -> assertThat(run.lastKnownGood()).isNull());
  }

  @Test
  void aDataCandidateThatNoHostCanLoadHasNothingToBeProvenWith() {
    assertThat(dataPlan(Map.of(CHANNEL, List.of(fielded("channel", "290", -1)))).runs()).isEmpty();
  }

  @Test
  void anApplicationWithoutDataIsProvenAlone() {
    Plan plan =
        Plan.of(question(release("sensor", "1"), List.of(), Map.of(), Map.of(), List.of("linux")));

    assertThat(plan.runs()).extracting(PlannedRun::why).containsExactly("the candidate alone");
  }

  @Test
  void theReasonNamesHostsAndWhatBrokeBefore() {
    Plan plan =
        Plan.of(
            question(
                CANDIDATE,
                List.of(CHANNEL),
                Map.of(
                    SENSOR,
                    List.of(
                        fielded("sensor", "7.15", 30000),
                        fielded("sensor", "7.16", Fielded.UNSTATED))),
                Map.of("sensor 7.15", 1),
                List.of("linux")));

    assertThat(plan.runs())
        .extracting(PlannedRun::why)
        .containsExactly(
            "30,000 hosts run sensor 7.15; a known-bad release breaks it", "hosts run sensor 7.16");
  }

  @Test
  void theCounterpartIsEverythingButTheCandidate() {
    Plan plan =
        Plan.of(
            question(
                CANDIDATE,
                List.of(CHANNEL, GEO),
                Map.of(
                    SENSOR,
                    List.of(fielded("sensor", "7.15", -1)),
                    GEO,
                    List.of(fielded("geo", "1", -1))),
                Map.of(),
                List.of("linux")));

    assertThat(plan.runs().getFirst().counterpart()).isEqualTo("sensor 7.15 + geo 1");
  }
}
