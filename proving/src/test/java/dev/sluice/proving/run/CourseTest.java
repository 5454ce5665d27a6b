package dev.sluice.proving.run;

import static dev.sluice.proving.Examples.name;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.Combination;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The course of machines that candidates are put on while they are off. */
class CourseTest extends Courses {
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
}
