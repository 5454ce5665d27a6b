package dev.sluice.proving.plan;

import static dev.sluice.proving.Examples.name;
import static dev.sluice.proving.Examples.release;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.ArtifactName;
import dev.sluice.model.Release;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** That a plan leaves nothing out but what it says: against a naive plan, and by the time box. */
class PlanCoverageTest extends Fields {
  /** Every field of up to three releases of each of three artifacts, in one or two environments. */
  @Test
  void smallFieldsAreCoveredExactlyOnceAndInOrder() {
    RandomGenerator hosts = new Random(7);
    for (int sensors = 0; sensors <= 3; sensors++) {
      for (int channels = 0; channels <= 3; channels++) {
        for (int geos = 0; geos <= 2; geos++) {
          for (List<String> environments : List.of(List.of("a"), List.of("a", "b"))) {
            for (Release candidate :
                List.of(
                    release("sensor", "new"), release("channel", "new"), release("geo", "new"))) {
              holdsFor(
                  candidate,
                  Map.of(
                      SENSOR,
                      releases("sensor", sensors, hosts),
                      CHANNEL,
                      releases("channel", channels, hosts),
                      GEO,
                      releases("geo", geos, hosts)),
                  Map.of("sensor 1", hosts.nextInt(3), "channel 0", hosts.nextInt(3)),
                  environments);
            }
          }
        }
      }
    }
  }

  private static void holdsFor(
      Release candidate,
      Map<ArtifactName, List<Fielded>> field,
      Map<String, Integer> fragile,
      List<String> environments) {
    Plan plan = Plan.of(question(candidate, List.of(CHANNEL, GEO), field, fragile, environments));

    assertThat(titlesWithPlaces(plan.runs()))
        .as("%s with %s", candidate, field)
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(expected(candidate, field, environments));
    assertThat(plan.runs()).allSatisfy(run -> assertThat(parts(run)).contains(candidate));
    for (int i = 1; i < plan.runs().size(); i++) {
      PlannedRun before = plan.runs().get(i - 1);
      PlannedRun after = plan.runs().get(i);
      int riskBefore = risk(before, fragile);
      int riskAfter = risk(after, fragile);
      assertThat(riskBefore).isGreaterThanOrEqualTo(riskAfter);
      if (riskBefore == riskAfter) {
        assertThat(before.hosts()).isGreaterThanOrEqualTo(after.hosts());
      }
    }
  }

  private static List<Fielded> releases(String artifact, int count, RandomGenerator hosts) {
    List<Fielded> releases = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      releases.add(fielded(artifact, Integer.toString(i), hosts.nextInt(-1, 3)));
    }
    return releases;
  }

  private static List<Release> parts(PlannedRun run) {
    List<Release> parts = new ArrayList<>(run.combination().data());
    parts.add(run.combination().application());
    return parts;
  }

  private static int risk(PlannedRun run, Map<String, Integer> fragile) {
    return parts(run).stream().mapToInt(r -> fragile.getOrDefault(r.title(), 0)).sum();
  }

  private static List<String> titlesWithPlaces(List<PlannedRun> runs) {
    return runs.stream().map(r -> r.combination().title() + " in " + r.environment()).toList();
  }

  /** The naive way: every triple, with an artifact that is in no field left out. */
  private static Set<String> expected(
      Release candidate, Map<ArtifactName, List<Fielded>> field, List<String> environments) {
    Set<String> expected = new LinkedHashSet<>();
    for (String sensor : choices(candidate, "sensor", field, false)) {
      for (String channel : choices(candidate, "channel", field, true)) {
        for (String geo : choices(candidate, "geo", field, true)) {
          for (String environment : environments) {
            String data =
                (channel.isEmpty() ? "" : " + " + channel) + (geo.isEmpty() ? "" : " + " + geo);
            expected.add(sensor + data + " in " + environment);
          }
        }
      }
    }
    return expected;
  }

  private static List<String> choices(
      Release candidate,
      String artifact,
      Map<ArtifactName, List<Fielded>> field,
      boolean mayBeAbsent) {
    if (candidate.artifact().value().equals(artifact)) {
      return List.of(candidate.title());
    }
    List<String> titles =
        Objects.requireNonNull(field.get(name(artifact))).stream()
            .map(f -> f.release().title())
            .toList();
    return titles.isEmpty() && mayBeAbsent ? List.of("") : titles;
  }

  @Test
  void withoutATimeBoxNothingIsLeftOut() {
    Plan plan = dataPlan(Map.of(SENSOR, sensors()));

    assertThat(plan.within(Duration.ofSeconds(2), 2, Duration.ZERO).unproven()).isEmpty();
  }

  @Test
  void aTimeBoxKeepsTheRiskiestAndNamesTheRest() {
    Plan plan = dataPlan(Map.of(SENSOR, sensors()));

    // Three boots of 1 s and a fifth more: 3.6 s a run.
    Plan cut = plan.within(Duration.ofSeconds(1), 1, Duration.ofSeconds(8));

    assertThat(cut.runs()).isEqualTo(plan.runs().subList(0, 2));
    assertThat(cut.unproven()).isEqualTo(plan.runs().subList(2, 3));
  }

  @Test
  void atLeastOneRunIsMadeHoweverSmallTheTimeBox() {
    Plan cut =
        dataPlan(Map.of(SENSOR, sensors())).within(Duration.ofSeconds(1), 2, Duration.ofMillis(1));

    assertThat(cut.runs()).hasSize(1);
    assertThat(cut.unproven()).hasSize(2);
  }

  @Test
  void nothingIsCutWhileNoBootWasEverMeasured() {
    Plan cut = dataPlan(Map.of(SENSOR, sensors())).within(Duration.ZERO, 2, Duration.ofSeconds(1));

    assertThat(cut.runs()).hasSize(3);
    assertThat(cut.predicted()).isZero();
  }

  @Test
  void thePredictionSharesRunsAmongCores() {
    Plan plan = dataPlan(Map.of(SENSOR, sensors()));

    assertThat(plan.within(Duration.ofSeconds(1), 1, Duration.ZERO).predicted())
        .isEqualTo(Duration.ofMillis(10_800));
    assertThat(plan.within(Duration.ofSeconds(1), 2, Duration.ZERO).predicted())
        .isEqualTo(Duration.ofMillis(5_400));
  }

  @Test
  void moreCoresThanRunsDoNotHelp() {
    Plan plan = dataPlan(Map.of(SENSOR, sensors()));

    assertThat(plan.within(Duration.ofSeconds(1), 64, Duration.ZERO).predicted())
        .isEqualTo(Duration.ofMillis(3_600));
  }

  @Test
  void onlyWhatIsWantedIsMadeAndTheRestStaysUnproven() {
    Plan plan =
        Plan.of(
            question(
                CANDIDATE,
                List.of(CHANNEL),
                Map.of(SENSOR, sensors(), CHANNEL, List.of(fielded("channel", "290", -1))),
                Map.of(),
                List.of("linux", "debian")));

    assertThat(titles(plan.only(Only.of("sensor 7.15")).runs()))
        .containsExactly("sensor 7.15 + channel 291", "sensor 7.15 + channel 291");
    Plan one = plan.only(Only.of("sensor-7.15@debian"));
    assertThat(one.runs()).singleElement().extracting(PlannedRun::environment).isEqualTo("debian");
    assertThat(one.unproven()).hasSize(5);
    assertThat(plan.only(Only.of("@linux")).runs()).hasSize(3);
    assertThat(plan.only(Only.EVERYTHING)).isEqualTo(plan);
    assertThat(plan.only(Only.of("sensor-9")).runs()).isEmpty();
    assertThat(one.within(Duration.ofSeconds(1), 2, Duration.ofHours(1)).unproven()).hasSize(5);
  }
}
