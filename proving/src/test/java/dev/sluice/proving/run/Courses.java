package dev.sluice.proving.run;

import static dev.sluice.proving.Examples.digest;
import static dev.sluice.proving.Examples.release;

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

/** Courses of an example, read as lines. */
abstract class Courses {
  static final Release SENSOR = release("sensor", "7.15");
  static final Release OLD_SENSOR = release("sensor", "7.11");
  static final Release CHANNEL = release("channel", "291");
  static final Release LAST_GOOD = release("channel", "290");
  static final Release FLOOR = release("channel", "100");
  static final Release GEO = release("geo", "1");

  static final CheckSpec.Catches CATCHES = new CheckSpec.Catches(List.of("threat"));
  static final CheckSpec.LeavesAlone LEAVES_ALONE =
      new CheckSpec.LeavesAlone(List.of("clean"), List.of());
  static final CheckSpec.StaysWithin STAYS_WITHIN =
      new CheckSpec.StaysWithin(null, Duration.ofSeconds(2), -1, -1);
  static final CheckSpec.UserCommand OWN =
      new CheckSpec.UserCommand(
          "scans", new Command(List.of("scan")), 0, null, Duration.ofSeconds(5), null);
  static final CheckSpec.Installs INSTALLS = new CheckSpec.Installs();

  static Course course(Release candidate, Course.WayBack back, CheckSpec... checks) {
    return course(new Combination(SENSOR, List.of(CHANNEL, GEO)), candidate, back, checks);
  }

  static Course course(
      Combination combination, Release candidate, Course.WayBack back, CheckSpec... checks) {
    return course(Environment.Reach.WHILE_OFF, combination, candidate, back, checks);
  }

  static Course course(
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

  static Course smoke() {
    return course(
        CHANNEL,
        new Course.WayBack.ToLastKnownGood(LAST_GOOD),
        CATCHES,
        LEAVES_ALONE,
        OWN,
        STAYS_WITHIN);
  }

  /** A step as one line: {@code boots: in force sensor 7.15 + channel 291}. */
  static String line(Step step) {
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

  static List<String> lines(Course.Leg leg) {
    return leg.steps().stream().map(Courses::line).toList();
  }

  static Course.Leg leg(Course course, int number) {
    return course.legs().get(number);
  }
}
