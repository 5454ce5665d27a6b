package dev.sluice.model.impact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.Version;
import dev.sluice.model.impact.Course.State;
import dev.sluice.model.outcome.Thing.Kind;
import java.time.Duration;
import java.time.LocalTime;
import org.junit.jupiter.api.Test;

class ImpactTest {
  private static final String SENSOR =
      """
      groups:
        ward-pcs: { hosts: 12, runs: [sensor@7.16] }
      artifacts: { sensor: example-edr }
      vendors: { example-edr: edr, other: cdn }
      """;

  @Test
  void aVendorTakesDownTheHostsThatRunWhatItSupplies() {
    Impact impact = Asked.admission("[ward-pcs]", SENSOR);

    Answer.Effect effect = Asked.without(impact, Kind.VENDOR, "example-edr");
    assertThat(effect.course().state()).isEqualTo(State.LOST);
    assertThat(effect.course().because()).containsExactly("ward-pcs", "sensor 7.16", "example-edr");
    assertThat(Asked.without(impact, Kind.VENDOR, "other").course().state()).isEqualTo(State.SAFE);
  }

  @Test
  void aReleaseIsFeltOnlyWhereItRuns() {
    Impact impact = Asked.admission("[ward-pcs]", SENSOR);

    assertThat(of(impact, "7.16").course().state()).isEqualTo(State.LOST);
    assertThat(of(impact, "7.15").course().state()).isEqualTo(State.SAFE);
    assertThat(of(impact, "7.15").isSure()).isTrue();
  }

  private static Answer.Effect of(Impact impact, String version) {
    return impact
        .of(new Failure(Kind.ARTIFACT, "sensor", new Version(version), null))
        .effects()
        .getFirst();
  }

  @Test
  void aReleaseIsNotKnownToBeSafeWhereNobodyWroteDownTheVersion() {
    Impact impact = Asked.admission("[ward-pcs]", SENSOR.replace("@7.16", ""));

    Answer.Effect effect = of(impact, "7.16");
    assertThat(effect.course().state()).isEqualTo(State.SAFE);
    assertThat(effect.atWorst()).isEqualTo(State.LOST);
    assertThat(effect.open())
        .containsExactly(new Answer.Open("sensor", "which version of it every group runs"));
  }

  @Test
  void whatIsNotWrittenDownIsNeverSafe() {
    Impact impact =
        Asked.admission(
            "[ward-pcs, records]",
            """
            groups: { ward-pcs: { hosts: 3 } }
            services: { records: { says: the records } }
            vendors: { example-edr: edr }
            """);

    Answer.Effect effect = Asked.without(impact, Kind.VENDOR, "example-edr");
    assertThat(effect.isSure()).isFalse();
    assertThat(effect.atWorst()).isEqualTo(State.LOST);
    assertThat(effect.open())
        .containsExactly(
            new Answer.Open("ward-pcs", "which software runs there"),
            new Answer.Open("records", "what it hangs on"));
    assertThat(impact.singlePoints().notKnown()).hasSize(1);
  }

  @Test
  void whatIsWrittenDownToBeNothingIsSafe() {
    Impact impact =
        Asked.admission(
            "[ward-pcs, records]",
            """
            groups: { ward-pcs: { hosts: 3, runs: [] } }
            services: { records: { needs: [] } }
            vendors: { example-edr: edr }
            """);

    Answer.Effect effect = Asked.without(impact, Kind.VENDOR, "example-edr");
    assertThat(effect.isSure()).isTrue();
    assertThat(effect.course().state()).isEqualTo(State.SAFE);
  }

  @Test
  void oneOfSeveralIsEnoughUntilAllAreGone() {
    String lines =
        """
        services:
          fibre: { needs: [cable] }
          mobile: { needs: [mast, cable] }
          cable: { needs: [] }
          mast: { needs: [] }
        """;
    Impact impact = Asked.admission("{ any: [fibre, mobile] }", lines);

    assertThat(Asked.without(impact, Kind.SERVICE, "mast").course().state()).isEqualTo(State.SAFE);
    assertThat(Asked.without(impact, Kind.SERVICE, "cable").course().state()).isEqualTo(State.LOST);
  }

  @Test
  void someOfSeveralAreEnough() {
    String lifts =
        """
        services:
          a: { needs: [motor] }
          b: { needs: [motor] }
          c: { needs: [] }
          motor: { needs: [] }
        """;

    assertThat(state("{ at-least: 2, of: [a, b, c] }", lifts, "c")).isEqualTo(State.SAFE);
    assertThat(state("{ at-least: 2, of: [a, b, c] }", lifts, "motor")).isEqualTo(State.LOST);
    assertThat(state("{ at-least: 1, of: [a, b, c] }", lifts, "motor")).isEqualTo(State.SAFE);
  }

  private static State state(String needs, String things, String failing) {
    return Asked.without(Asked.admission(needs, things), Kind.SERVICE, failing).course().state();
  }

  @Test
  void aDependencySaysWhatHappensWithoutIt() {
    String things =
        """
        services:
          printer: { needs: [] }
          clock: { needs: [] }
        """;
    Impact impact =
        Asked.admission(
            "[{ need: printer, degraded: by hand }, { need: clock, without: unaffected }]", things);

    Course printer = Asked.without(impact, Kind.SERVICE, "printer").course();
    assertThat(printer.state()).isEqualTo(State.DEGRADED);
    assertThat(printer.how()).containsExactly("by hand");
    assertThat(Asked.without(impact, Kind.SERVICE, "clock").course().state()).isEqualTo(State.SAFE);
  }

  @Test
  void aLackThatIsBridgedIsFeltLater() {
    String things =
        """
        services:
          records: { needs: [{ need: power, holds-for: 90 m }] }
          power: { needs: [] }
        """;
    Impact impact = Asked.admission("[{ need: records, holds-for: 30 m }]", things);

    Course course = Asked.without(impact, Kind.SERVICE, "power").course();
    assertThat(course.lostAfter()).isEqualTo(Duration.ofHours(2));
    assertThat(course.harmAfter()).isEqualTo(Duration.ofHours(4));
    assertThat(Asked.without(impact, Kind.SERVICE, "power", Duration.ofHours(1)).course().state())
        .isEqualTo(State.SAFE);
  }

  private static final String PAPER =
      """
      sluice-outcomes: 1
      outcomes:
        admission:
          says: a patient is admitted on Ward 3
          people: 60
          harm-after: 2 h
          needs: [ward-pcs]
          degraded-modes:
            - { says: the copy, needs: [laptop], keeps-for: 3 h }
          fallback:
            says: paper forms
            needs: [forms]
            keeps-for: 8 h
            exercised: DATE
      groups:
        ward-pcs: { hosts: 12, runs: [], at: house }
      services:
        laptop: { needs: [], at: house }
        forms: { needs: [] }
      sites: [house]
      """;

  @Test
  void theSystemsOwnModeComesBeforePaper() {
    Course course = without("2026-10-01", Kind.GROUP, "ward-pcs");

    assertThat(course.state()).isEqualTo(State.HELD);
    assertThat(course.stands())
        .extracting(stand -> stand.way().says())
        .containsExactly("the copy", "paper forms");
    assertThat(course.nothingAfter()).isEqualTo(Duration.ofHours(11));
    assertThat(course.harmAfter()).isEqualTo(Duration.ofHours(13));
  }

  private static Course without(String exercised, Kind kind, String name) {
    return Asked.without(Asked.of(PAPER.replace("DATE", exercised)), kind, name).course();
  }

  @Test
  void aFallbackHangsOnWhatItNeeds() {
    Course course = without("2026-10-01", Kind.SITE, "house");

    assertThat(course.stands())
        .extracting(stand -> stand.way().says())
        .containsExactly("paper forms");
    assertThat(course.useless())
        .extracting(Course.Useless::reason)
        .containsExactly(Course.Useless.Reason.LOST_TOO);
  }

  @Test
  void paperCountsOnlyWhileItIsDrilled() {
    Course course = without("2025-09-01", Kind.SITE, "house");

    assertThat(course.state()).isEqualTo(State.LOST);
    assertThat(course.useless())
        .extracting(Course.Useless::reason)
        .containsExactly(Course.Useless.Reason.LOST_TOO, Course.Useless.Reason.STALE);
    assertThat(course.harmAfter()).isEqualTo(Duration.ofHours(2));
  }

  @Test
  void aDrillOfTomorrowWasNotMadeYet() {
    assertThat(without("2026-11-26", Kind.SITE, "house").useless())
        .extracting(Course.Useless::reason)
        .contains(Course.Useless.Reason.NEVER_TRIED);
  }

  @Test
  void whatStandsInMustLastAsLongAsTheFailure() {
    Impact impact = Asked.of(PAPER.replace("DATE", "2026-10-01"));

    assertThat(lasting(impact, 10).state()).isEqualTo(State.HELD);
    assertThat(lasting(impact, 10).harmAfter()).isNull();
    assertThat(lasting(impact, 12).state()).isEqualTo(State.LOST);
    assertThat(lasting(impact, 12).harmAfter()).isNull();
    assertThat(lasting(impact, 14).harmAfter()).isEqualTo(Duration.ofHours(13));
  }

  private static Course lasting(Impact impact, int hours) {
    return Asked.without(impact, Kind.GROUP, "ward-pcs", Duration.ofHours(hours)).course();
  }

  @Test
  void anAnswerIsPlainSentences() {
    Impact impact = Asked.of(PAPER.replace("DATE", "2025-09-01"));
    Answer answer = impact.of(new Failure(Kind.SITE, "house", null, null));
    var sentences = new Sentences(impact.today(), impact.outcomes().policy(), LocalTime.of(13, 0));

    assertThat(sentences.of(answer.effects().getFirst()))
        .containsExactly(
            "It is lost at once, by way of ward-pcs, house.",
            "The mode with less is lost too: the copy.",
            "The fallback does not count, since it was last tried 14 months ago and a drill counts"
                + " for 365 days: paper forms.",
            "People are harmed from 15:00.");
    assertThat(answer.first().stream().map(sentences::of))
        .containsExactly(
            "Nothing that counts stands in for \"a patient is admitted on Ward 3\": somebody must"
                + " find a way, at the latest at 15:00.",
            "Bring back ward-pcs: one outcome waits for it.");
  }

  @Test
  void whatIsNeededToStartDecidesTheOrderOfStarting() {
    Impact impact =
        Asked.admission(
            "[directory]",
            """
            services:
              directory: { needs: [names, house] }
              names: { needs: [{ need: directory, only: at-start }, house] }
            sites: [house]
            """);

    Answer answer = impact.of(new Failure(Kind.SITE, "house", null, null));
    assertThat(answer.first()).contains(new Step.StartBefore("directory", "names"));
  }
}
