package dev.sluice.proving.run;

import static dev.sluice.proving.Examples.digest;
import static dev.sluice.proving.Examples.name;
import static dev.sluice.proving.Examples.release;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.Combination;
import dev.sluice.model.Release;
import dev.sluice.model.pipeline.CheckSpec;
import dev.sluice.model.pipeline.Command;
import dev.sluice.proving.check.Sample;
import dev.sluice.proving.check.Step;
import dev.sluice.proving.environment.Environment;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CourseTest {
  private static final Release SENSOR = release("sensor", "7.15");
  private static final Release OLD_SENSOR = release("sensor", "7.11");
  private static final Release CHANNEL = release("channel", "291");
  private static final Release LAST_GOOD = release("channel", "290");
  private static final Release FLOOR = release("channel", "100");
  private static final Release GEO = release("geo", "1");

  private static final CheckSpec.Catches CATCHES = new CheckSpec.Catches(List.of("threat"));
  private static final CheckSpec.LeavesAlone LEAVES_ALONE =
      new CheckSpec.LeavesAlone(List.of("clean"), List.of());
  private static final CheckSpec.StaysWithin STAYS_WITHIN =
      new CheckSpec.StaysWithin(null, Duration.ofSeconds(2), -1, -1);
  private static final CheckSpec.UserCommand OWN =
      new CheckSpec.UserCommand(
          "scans", new Command(List.of("scan")), 0, null, Duration.ofSeconds(5), null);
  private static final CheckSpec.Installs INSTALLS = new CheckSpec.Installs();

  private static Course course(Release candidate, Course.WayBack back, CheckSpec... checks) {
    return course(new Combination(SENSOR, List.of(CHANNEL, GEO)), candidate, back, checks);
  }

  private static Course course(
      Combination combination, Release candidate, Course.WayBack back, CheckSpec... checks) {
    return course(Environment.Reach.WHILE_OFF, combination, candidate, back, checks);
  }

  private static Course course(
      Environment.Reach reach,
      Combination combination,
      Release candidate,
      Course.WayBack back,
      CheckSpec... checks) {
    Set<Release> inImage = reach == Environment.Reach.WHILE_OFF ? Set.of() : Set.of(SENSOR);
    boolean known = back instanceof Course.WayBack.ToLastKnownGood;
    return Course.of(
        new Course.Setting(
            reach,
            combination,
            candidate,
            back,
            known ? ((Course.WayBack.ToLastKnownGood) back).release() : null,
            inImage,
            new Command(List.of("install")),
            new Command(List.of("take")),
            new Command(List.of("probe")),
            new Command(List.of("healthy")),
            List.of(checks),
            Map.of(
                CATCHES, List.of(new Sample("threat", "sample-1/threat", digest("threat"))),
                LEAVES_ALONE, List.of(new Sample("clean", "sample-2/clean", digest("clean")))),
            Map.of(
                SENSOR, "release-0/sensor.ko",
                OLD_SENSOR, "release-4/sensor.ko",
                LAST_GOOD, "release-3/channel.bin",
                CHANNEL, "release-1/channel.bin",
                GEO, "release-2/geo.db"),
            "/var/lib/sensor",
            Instant.parse("2026-11-25T12:00:00Z")));
  }

  private static Course smoke() {
    return course(
        CHANNEL,
        new Course.WayBack.ToLastKnownGood(LAST_GOOD),
        CATCHES,
        LEAVES_ALONE,
        OWN,
        STAYS_WITHIN);
  }

  /** A step as one line: {@code boots: in force sensor 7.15 + channel 291}. */
  private static String line(Step step) {
    String what =
        switch (step) {
          case Step.Reach _ -> "reach";
          case Step.InForceIs s -> "in force " + s.expected().title();
          case Step.Healthy s -> s.verb() == null ? "no trouble" : "healthy";
          case Step.Catches s -> "flags " + s.samples().getFirst().name();
          case Step.LeavesAlone s -> "leaves " + s.samples().getFirst().name();
          case Step.Owner s -> "run " + s.command().command().words().getFirst();
          case Step.Within _ -> "read meters";
          case Step.Remember _ -> "remember vital files";
          case Step.Unchanged _ -> "vital files as before";
          case Step.ClockAt s -> "clock at " + s.time();
          case Step.TakeLive s ->
              s.verb().words().getFirst() + " " + s.release().title() + " from " + s.inInputs();
        };
    return step.check() + ": " + what;
  }

  private static List<String> lines(Course.Leg leg) {
    return leg.steps().stream().map(CourseTest::line).toList();
  }

  private static Course.Leg leg(Course course, int number) {
    return course.legs().get(number);
  }

  @Test
  void aSmokeHasThreeColdBootsAndNoMore() {
    assertThat(smoke().legs())
        .extracting(Course.Leg::title)
        .containsExactly("first boot", "second boot", "back and live update");
  }

  @Test
  void installsAddsOneBootOfABareMachine() {
    Course course =
        course(
            SENSOR,
            new Course.WayBack.ToLastKnownGood(OLD_SENSOR),
            CATCHES,
            INSTALLS,
            LEAVES_ALONE);

    assertThat(course.legs()).hasSize(4);
    assertThat(leg(course, 3).start()).isInstanceOf(Course.Start.Fresh.class);
    assertThat(leg(course, 3).placings()).isEmpty();
    assertThat(lines(leg(course, 3)))
        .containsExactly(
            "installs: reach",
            "installs: install sensor 7.15 from release-0/sensor.ko",
            "installs: take channel 291 from release-1/channel.bin",
            "installs: take geo 1 from release-2/geo.db",
            "installs: in force sensor 7.15 + channel 291 + geo 1",
            "installs: healthy");
  }

  @Test
  void beforeTheFirstBootEverythingIsPlacedOnAFreshMachine() {
    assertThat(leg(smoke(), 0).start()).isInstanceOf(Course.Start.Fresh.class);
    assertThat(leg(smoke(), 0).placings())
        .containsExactly(
            new Course.Placing.Put(SENSOR),
            new Course.Placing.Put(CHANNEL),
            new Course.Placing.Put(GEO));
  }

  @Test
  void theFirstBootMustHaveTheCandidateInForceBeforeItIsUsed() {
    assertThat(lines(leg(smoke(), 0)))
        .containsExactly(
            "boots: reach",
            "boots: in force sensor 7.15 + channel 291 + geo 1",
            "healthy: healthy",
            "catches: flags threat",
            "leaves-alone: leaves clean",
            "scans: run scan",
            "stays-within: read meters");
  }

  @Test
  void limitsAreReadAfterEverythingElseWhereverTheFileNamesThem() {
    Course course =
        course(CHANNEL, new Course.WayBack.ToLastKnownGood(LAST_GOOD), STAYS_WITHIN, CATCHES, OWN);

    assertThat(lines(leg(course, 0))).endsWith("stays-within: read meters");
  }

  @Test
  void theSecondBootRepeatsTheFirstOnTheSameDiskAsOneCheck() {
    assertThat(leg(smoke(), 1).start()).isInstanceOf(Course.Start.SameDisk.class);
    assertThat(leg(smoke(), 1).placings()).isEmpty();
    assertThat(lines(leg(smoke(), 1)))
        .containsExactlyElementsOf(
            lines(leg(smoke(), 0)).stream()
                .map(line -> "survives-reboot" + line.substring(line.indexOf(':')))
                .toList());
  }

  @Test
  void theLastKnownGoodComesBackOnTheUsedDiskAndThenTakesTheCandidateLive() {
    assertThat(leg(smoke(), 2).start()).isInstanceOf(Course.Start.SameDisk.class);
    assertThat(leg(smoke(), 2).placings()).containsExactly(new Course.Placing.Put(LAST_GOOD));
    assertThat(lines(leg(smoke(), 2)))
        .containsExactly(
            "reverts: reach",
            "reverts: in force sensor 7.15 + channel 290 + geo 1",
            "reverts: healthy",
            "updates: take channel 291 from release-1/channel.bin",
            "updates: in force sensor 7.15 + channel 291 + geo 1",
            "updates: healthy");
  }

  @Test
  void anApplicationGoesBackToItsPredecessorWithTheSameDataAndIsInstalledLive() {
    Course course = course(SENSOR, new Course.WayBack.ToLastKnownGood(OLD_SENSOR));

    assertThat(lines(leg(course, 2)))
        .containsExactly(
            "reverts: reach",
            "reverts: in force sensor 7.11 + channel 291 + geo 1",
            "reverts: healthy",
            "updates: install sensor 7.15 from release-0/sensor.ko",
            "updates: in force sensor 7.15 + channel 291 + geo 1",
            "updates: healthy");
  }

  @Test
  void whatCannotGoBackRecoversForwardToItsFloor() {
    Course course = course(CHANNEL, new Course.WayBack.ToFloor(FLOOR));

    assertThat(course.checkNames()).contains("recovers-forward").doesNotContain("reverts");
    assertThat(leg(course, 2).placings()).containsExactly(new Course.Placing.Put(FLOOR));
    assertThat(lines(leg(course, 2)))
        .contains("recovers-forward: in force sensor 7.15 + channel 100 + geo 1");
  }

  @Test
  void aFirstReleaseIsTakenAwayAndTheMachineMustStillBoot() {
    Course course = course(CHANNEL, new Course.WayBack.ToNothing());

    assertThat(leg(course, 2).placings()).containsExactly(new Course.Placing.Take(name("channel")));
    assertThat(lines(leg(course, 2)))
        .startsWith(
            "reverts: reach",
            "reverts: no trouble",
            "updates: take channel 291 from release-1/channel.bin")
        .doesNotContain("reverts: in force sensor 7.15 + channel 291 + geo 1");
  }

  @Test
  void checksAreNamedInTheOrderInWhichTheyAreDecided() {
    assertThat(smoke().checkNames())
        .containsExactly(
            "boots",
            "healthy",
            "catches",
            "leaves-alone",
            "scans",
            "stays-within",
            "survives-reboot",
            "reverts",
            "updates");
  }

  @Test
  void everyCourseHasTheBuiltInChecks() {
    for (Course.WayBack back :
        List.of(
            new Course.WayBack.ToLastKnownGood(LAST_GOOD),
            new Course.WayBack.ToFloor(FLOOR),
            new Course.WayBack.ToNothing())) {
      assertThat(course(CHANNEL, back).checkNames())
          .contains("boots", "healthy", "survives-reboot", "updates")
          .containsAnyOf("reverts", "recovers-forward");
    }
  }

  @Test
  void theControlTakesTheSameStepsAsTheCandidate() {
    Course control =
        course(
            new Combination(SENSOR, List.of(LAST_GOOD, GEO)),
            LAST_GOOD,
            new Course.WayBack.ToLastKnownGood(LAST_GOOD),
            CATCHES,
            LEAVES_ALONE,
            OWN,
            STAYS_WITHIN);

    assertThat(control.legs()).hasSameSizeAs(smoke().legs());
    for (int i = 0; i < control.legs().size(); i++) {
      assertThat(leg(control, i).steps().stream().map(s -> s.getClass() + s.check()))
          .containsExactlyElementsOf(
              leg(smoke(), i).steps().stream().map(s -> s.getClass() + s.check()).toList());
    }
  }

  private static Course live(CheckSpec... checks) {
    return course(
        Environment.Reach.WHILE_RUNNING,
        new Combination(SENSOR, List.of(CHANNEL, GEO)),
        CHANNEL,
        new Course.WayBack.ToLastKnownGood(LAST_GOOD),
        checks);
  }

  @Test
  void aRunningMachineTakesUsesRebootsUsesRebootsGoesBackAndReboots() {
    assertThat(live(LEAVES_ALONE, CATCHES).legs().stream().map(CourseTest::lines))
        .containsExactly(
            List.of(
                "updates: reach",
                "updates: take channel 291 from release-1/channel.bin",
                "updates: in force sensor 7.15 + channel 291 + geo 1",
                "leaves-alone: leaves clean",
                "catches: flags threat",
                "updates: healthy",
                "leaves-alone: vital files as before"),
            List.of(
                "boots: reach",
                "boots: in force sensor 7.15 + channel 291 + geo 1",
                "leaves-alone: leaves clean",
                "catches: flags threat",
                "healthy: healthy",
                "leaves-alone: vital files as before"),
            List.of(
                "survives-reboot: reach",
                "survives-reboot: in force sensor 7.15 + channel 291 + geo 1",
                "survives-reboot: healthy",
                "reverts: take channel 290 from release-3/channel.bin"),
            List.of(
                "reverts: reach",
                "reverts: in force sensor 7.15 + channel 290 + geo 1",
                "reverts: healthy"));
  }

  @Test
  void onlyTheUpdateStartsWarm() {
    assertThat(live().legs())
        .extracting(leg -> leg.start().getClass().getSimpleName())
        .containsExactly("Prepared", "SameDisk", "SameDisk", "SameDisk");
    assertThat(live().coldBoots()).isEqualTo(3);
  }

  @Test
  void theBeginningIsTheLastKnownGoodWithoutWhatTheImageHas() {
    assertThat(leg(live(), 0).start())
        .isInstanceOfSatisfying(
            Course.Start.Prepared.class,
            start ->
                assertThat(start.steps().stream().map(CourseTest::line))
                    .containsExactly(
                        "beginning: take channel 290 from release-3/channel.bin",
                        "beginning: take geo 1 from release-2/geo.db",
                        "beginning: in force sensor 7.15 + channel 290 + geo 1"));
  }

  @Test
  void theIdentityOfTheBeginningHangsOnEveryReleaseInIt() {
    Course other =
        course(
            Environment.Reach.WHILE_RUNNING,
            new Combination(OLD_SENSOR, List.of(CHANNEL)),
            CHANNEL,
            new Course.WayBack.ToLastKnownGood(LAST_GOOD));

    assertThat(identity(other)).isNotEqualTo(identity(live()));
    assertThat(identity(live(CATCHES))).isEqualTo(identity(live()));
  }

  @Test
  void whatAStateRemembersOfVitalFilesIsAsked() {
    assertThat(leg(live(LEAVES_ALONE), 0).start())
        .isInstanceOfSatisfying(
            Course.Start.Prepared.class, start -> assertThat(start.vital()).isEmpty());
    assertThat(leg(live(), 0).start())
        .isInstanceOfSatisfying(
            Course.Start.Prepared.class, start -> assertThat(start.vital()).isNull());
  }

  private static String identity(Course course) {
    return ((Course.Start.Prepared) leg(course, 0).start()).identity();
  }

  @Test
  void everyDateIsALegOfItsOwnFromTheSameBeginning() {
    Course course = live(new CheckSpec.SurvivesDates(null, List.of()));

    assertThat(course.legs().stream().skip(4).map(Course.Leg::title))
        .containsExactly("on 2026-12-25", "on 2027-01-01", "on 2028-02-29", "on 2038-01-19");
    assertThat(course.legs().stream().skip(4).map(Course.Leg::start))
        .containsOnly(leg(course, 0).start());
    assertThat(lines(leg(course, 5)))
        .containsExactly(
            "survives-dates: reach",
            "survives-dates: clock at 2027-01-01T00:00:30Z",
            "survives-dates: take channel 291 from release-1/channel.bin",
            "survives-dates: in force sensor 7.15 + channel 291 + geo 1",
            "survives-dates: healthy");
  }

  @Test
  void whereDisksAreWrittenADateIsAColdBootOfTheLastKnownGood() {
    Course course =
        course(
            CHANNEL,
            new Course.WayBack.ToLastKnownGood(LAST_GOOD),
            new CheckSpec.SurvivesDates(Duration.ofDays(90), List.of()));

    assertThat(leg(course, 3).placings()).contains(new Course.Placing.Put(LAST_GOOD));
    assertThat(lines(leg(course, 3)))
        .startsWith(
            "survives-dates: reach",
            "survives-dates: clock at 2026-12-25T12:00:00Z",
            "survives-dates: take channel 291 from release-1/channel.bin");
  }
}
