package dev.sluice.proving.check;

import static dev.sluice.proving.Examples.digest;
import static dev.sluice.proving.Examples.name;
import static dev.sluice.proving.Examples.release;

import dev.sluice.model.Combination;
import dev.sluice.model.Release;
import dev.sluice.model.pipeline.Artifact;
import dev.sluice.model.pipeline.CheckSpec;
import dev.sluice.model.pipeline.Command;
import dev.sluice.model.pipeline.EnvironmentSpec;
import dev.sluice.proving.cause.Cause;
import dev.sluice.proving.environment.EnvironmentFacts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A performer before a machine that answers as it is told, and what it may be asked. */
abstract class Performing {
  static final Duration LIMIT = Duration.ofSeconds(20);
  static final Release SENSOR = release("sensor", "7.15");
  static final Release CHANNEL = release("channel", "291");
  static final Command PROBE = new Command(List.of("sensorctl", "probe"));
  static final Sample THREAT =
      new Sample("samples/threat.txt", "sample-1/threat.txt", digest("threat"));
  static final Sample CLEAN =
      new Sample("samples/clean.txt", "sample-2/clean.txt", digest("clean"));
  static final Sample OTHER =
      new Sample("samples/other.txt", "sample-3/other.txt", digest("other"));
  static final String UNTAINTED = "\nsluice-taint 12288\n";
  static final String OOPS =
      """
      [    1.890909] sensor: loading out-of-tree module taints kernel.
      [    1.895765] BUG: unable to handle page fault for address: ffffc90000046000
      [    1.913196] RIP: 0010:evaluate+0x69/0xb0 [sensor]
      [    1.915921]  do_init_module+0x4a/0x1f0
      Killed
      """;

  final ScriptedMachine machine = new ScriptedMachine();
  final List<String> told = new ArrayList<>();
  final Memory memory = new Memory();
  final Performer performer =
      new Performer(
          machine,
          new Subject(
              new Command(List.of("sensorctl", "in-force")),
              Map.of(
                  name("sensor"),
                  Artifact.InForce.VERSION,
                  name("channel"),
                  Artifact.InForce.VERSION),
              new EnvironmentSpec.Health(List.of("clamav-daemon.service"), Duration.ZERO),
              EnvironmentFacts.Platform.LINUX),
          memory,
          LIMIT,
          (index, step, outcome, took) ->
              told.add(
                  index
                      + " "
                      + step.check()
                      + " "
                      + (outcome instanceof Outcome.Passed ? "passed" : "not shown")
                      + " "
                      + took.toMillis()));

  static final Step REACH = new Step.Reach("boots");
  static final Step IN_FORCE =
      new Step.InForceIs("boots", new Combination(SENSOR, List.of(CHANNEL)), CHANNEL.artifact());
  static final Step HEALTHY =
      new Step.Healthy("healthy", new Command(List.of("sensorctl", "healthy")));
  static final Step CATCHES = new Step.Catches("catches", PROBE, List.of(THREAT));
  static final Step LEAVES_ALONE =
      new Step.LeavesAlone("leaves-alone", PROBE, List.of(CLEAN, OTHER));
  static final Step TAKE =
      new Step.TakeLive(
          "updates", new Command(List.of("sensorctl", "take")), CHANNEL, "release-1/channel.bin");
  static final Step OWN = own(0, null);
  static final Step REMEMBER = new Step.Remember("leaves-alone", List.of("/bin"));
  static final Step UNCHANGED = new Step.Unchanged("leaves-alone", List.of("/bin"));

  static Step own(int exit, @Nullable String output) {
    return new Step.Owner(
        "scans",
        new CheckSpec.UserCommand(
            "scans",
            new Command(List.of("scan", "all")),
            exit,
            output,
            Duration.ofSeconds(5),
            null));
  }

  static Step within(CheckSpec.StaysWithin bounds) {
    return new Step.Within("stays-within", bounds, "/var/lib/sensor");
  }

  static final Step WITHIN = within(new CheckSpec.StaysWithin(null, Duration.ofSeconds(2), -1, -1));

  Outcome perform(Step... steps) throws InterruptedException {
    return performer.perform(List.of(steps), false);
  }

  static Cause cause(Outcome outcome) {
    if (outcome instanceof Outcome.NotShown(var cause)) {
      return cause;
    }
    throw new AssertionError("shown: " + outcome);
  }

  static String probed(int number, int status, Sample sample) {
    return "sluice-probe " + number + " " + status + " " + sample.digest().hex() + "\n";
  }
}
