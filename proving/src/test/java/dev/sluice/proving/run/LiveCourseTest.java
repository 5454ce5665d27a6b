package dev.sluice.proving.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.Combination;
import dev.sluice.model.pipeline.CheckSpec;
import dev.sluice.proving.environment.Environment;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The course of machines that are there already: the live update first, and dates. */
class LiveCourseTest extends Courses {
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
    assertThat(live(LEAVES_ALONE, CATCHES).legs().stream().map(Courses::lines))
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
                assertThat(start.steps().stream().map(Courses::line))
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
