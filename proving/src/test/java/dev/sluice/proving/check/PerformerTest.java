package dev.sluice.proving.check;

import static dev.sluice.proving.Examples.digest;
import static dev.sluice.proving.Examples.name;
import static dev.sluice.proving.Examples.release;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.Combination;
import dev.sluice.model.Release;
import dev.sluice.model.pipeline.Artifact;
import dev.sluice.model.pipeline.CheckSpec;
import dev.sluice.model.pipeline.Command;
import dev.sluice.model.pipeline.EnvironmentSpec;
import dev.sluice.proving.cause.Cause;
import dev.sluice.proving.check.ScriptedMachine.Reply;
import dev.sluice.proving.environment.Death;
import dev.sluice.proving.environment.EnvironmentFacts;
import dev.sluice.proving.environment.RunningMachine;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PerformerTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Release SENSOR = release("sensor", "7.15");
  private static final Release CHANNEL = release("channel", "291");
  private static final Command PROBE = new Command(List.of("sensorctl", "probe"));
  private static final Sample THREAT =
      new Sample("samples/threat.txt", "sample-1/threat.txt", digest("threat"));
  private static final Sample CLEAN =
      new Sample("samples/clean.txt", "sample-2/clean.txt", digest("clean"));
  private static final Sample OTHER =
      new Sample("samples/other.txt", "sample-3/other.txt", digest("other"));
  private static final String UNTAINTED = "\nsluice-taint 12288\n";
  private static final String OOPS =
      """
      [    1.890909] sensor: loading out-of-tree module taints kernel.
      [    1.895765] BUG: unable to handle page fault for address: ffffc90000046000
      [    1.913196] RIP: 0010:evaluate+0x69/0xb0 [sensor]
      [    1.915921]  do_init_module+0x4a/0x1f0
      Killed
      """;

  private final ScriptedMachine machine = new ScriptedMachine();
  private final List<String> told = new ArrayList<>();
  private final Memory memory = new Memory();
  private final Performer performer =
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

  private static final Step REACH = new Step.Reach("boots");
  private static final Step IN_FORCE =
      new Step.InForceIs("boots", new Combination(SENSOR, List.of(CHANNEL)), CHANNEL.artifact());
  private static final Step HEALTHY =
      new Step.Healthy("healthy", new Command(List.of("sensorctl", "healthy")));
  private static final Step CATCHES = new Step.Catches("catches", PROBE, List.of(THREAT));
  private static final Step LEAVES_ALONE =
      new Step.LeavesAlone("leaves-alone", PROBE, List.of(CLEAN, OTHER));
  private static final Step TAKE =
      new Step.TakeLive(
          "updates", new Command(List.of("sensorctl", "take")), CHANNEL, "release-1/channel.bin");
  private static final Step OWN = own(0, null);
  private static final Step REMEMBER = new Step.Remember("leaves-alone", List.of("/bin"));
  private static final Step UNCHANGED = new Step.Unchanged("leaves-alone", List.of("/bin"));

  private static Step own(int exit, @Nullable String output) {
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

  private static Step within(CheckSpec.StaysWithin bounds) {
    return new Step.Within("stays-within", bounds, "/var/lib/sensor");
  }

  private static final Step WITHIN =
      within(new CheckSpec.StaysWithin(null, Duration.ofSeconds(2), -1, -1));

  private Outcome perform(Step... steps) throws InterruptedException {
    return performer.perform(List.of(steps), false);
  }

  private static Cause cause(Outcome outcome) {
    if (outcome instanceof Outcome.NotShown(var cause)) {
      return cause;
    }
    throw new AssertionError("shown: " + outcome);
  }

  private static String probed(int number, int status, Sample sample) {
    return "sluice-probe " + number + " " + status + " " + sample.digest().hex() + "\n";
  }

  private static Stream<Step> questions() {
    return Stream.of(IN_FORCE, HEALTHY, CATCHES, LEAVES_ALONE, OWN, WITHIN, TAKE);
  }

  @ParameterizedTest
  @MethodSource("questions")
  void aMachineThatDiesWhileAskedDoesNotPass(Step step) throws InterruptedException {
    machine.then(new Reply.Dies(Death.Kind.SILENT));

    assertThat(cause(perform(step)).code()).isEqualTo(Cause.SILENT);
  }

  @ParameterizedTest
  @MethodSource("questions")
  void anEmulatorThatEndsSaysNothingOfTheCandidate(Step step) throws InterruptedException {
    machine.then(new Reply.Dies(Death.Kind.EMULATOR_ENDED));

    assertThat(perform(step)).isInstanceOf(Outcome.Broken.class);
  }

  @ParameterizedTest
  @MethodSource("questions")
  void anEmptyAnswerIsNeverAPass(Step step) throws InterruptedException {
    machine.saying(0, "").saying(0, "");

    if (!step.equals(TAKE) && !step.equals(OWN)) { // their exit status is the whole answer
      assertThat(perform(step)).isInstanceOf(Outcome.NotShown.class);
    }
  }

  @ParameterizedTest
  @MethodSource("questions")
  void anAnswerThatBreaksOffIsNeverAPass(Step step) throws InterruptedException {
    String said =
        """
        sensor 7.15
        channel 291
        sluice-taint 0
        sluice-probe 0 1
        sluice-meter 1 1 1
        """;
    machine.then(new Reply.BreaksOff(RunningMachine.Exited.KILLED_AT_LIMIT, said));

    assertThat(cause(perform(step)).what()).endsWith("(ended at its time limit)");
  }

  // Reaching the machine

  @Test
  void aMachineThatAnswersIsReached() throws InterruptedException {
    assertThat(perform(REACH)).isEqualTo(new Outcome.Passed());
  }

  @ParameterizedTest
  @EnumSource(
      names = {"EMULATOR_ENDED", "STRANDED", "OVER_BOUND", "CHANNEL_SILENT"},
      mode = EnumSource.Mode.EXCLUDE)
  void aMachineThatDoesNotBootIsNotReached(Death.Kind kind) throws InterruptedException {
    machine.starting(ScriptedMachine.dead(kind));

    assertThat(cause(perform(REACH)).what()).endsWith("while booting");
  }

  // Several steps

  @Test
  void aWholeBootIsAskedInOneExchange() throws InterruptedException {
    machine
        .saying(0, "sluice-meter 1000 200000 500")
        .saying(0, "channel 291")
        .saying(0, UNTAINTED)
        .saying(0, "sluice-probe 0 1 \n")
        .saying(0, probed(0, 0, CLEAN) + probed(1, 0, OTHER))
        .saying(0, "sluice-meter 1000 200000 500");

    assertThat(perform(REACH, IN_FORCE, HEALTHY, CATCHES, LEAVES_ALONE, WITHIN))
        .isEqualTo(new Outcome.Passed());
    assertThat(machine.limits()).hasSize(1);
    assertThat(told.subList(1, 6))
        .containsExactly(
            "1 boots passed 100",
            "2 healthy passed 100",
            "3 catches passed 100",
            "4 leaves-alone passed 100",
            "5 stays-within passed 100");
  }

  @Test
  void theOwnersCommandIsAskedAloneWithItsOwnLimit() throws InterruptedException {
    machine
        .saying(0, "sluice-probe 0 1 \n")
        .saying(0, "")
        .saying(0, probed(0, 0, CLEAN) + probed(1, 0, OTHER));

    assertThat(perform(CATCHES, OWN, LEAVES_ALONE)).isEqualTo(new Outcome.Passed());
    assertThat(machine.limits()).containsExactly(LIMIT, Duration.ofSeconds(5), LIMIT);
  }

  @Test
  void theFirstThatIsNotShownEndsTheBoot() throws InterruptedException {
    machine.saying(0, "channel 290").saying(0, UNTAINTED).saying(0, "sluice-probe 0 0 \n");

    assertThat(cause(perform(IN_FORCE, HEALTHY, CATCHES)).code()).isEqualTo(Cause.NOT_IN_FORCE);
    assertThat(told).containsExactly("0 boots not shown 100");
  }

  @Test
  void aDeathIsHeldAgainstTheQuestionInProgress() throws InterruptedException {
    machine
        .printing("[    1.0] boot\n")
        .saying(0, "channel 291")
        .saying(0, UNTAINTED)
        .then(new Reply.Dies(Death.Kind.SILENT));

    assertThat(cause(perform(IN_FORCE, HEALTHY, CATCHES)).what())
        .endsWith("while it was shown a known threat");
    assertThat(told).last().isEqualTo("2 catches not shown 0");
  }

  @Test
  void aDeathThatNoConsoleTellsOfIsHeldAgainstNoQuestion() throws InterruptedException {
    machine.withoutConsole().saying(0, "channel 291").then(new Reply.Dies(Death.Kind.SILENT));

    assertThat(cause(perform(REACH, IN_FORCE, HEALTHY, CATCHES)).what())
        .isEqualTo(
            "the machine did not answer within 1.7 s while it was asked 3 things at once (for"
                + " boots, healthy, catches; its console does not tell which was in progress)");
    // The first is not shown; the control has to come through the last.
    assertThat(told).last().isEqualTo("3 boots not shown 0");
  }

  @Test
  void aConsoleThatTellsOfAnEarlierExchangeAloneDoesNotTell() throws InterruptedException {
    machine.saying(0, "sluice-probe 0 1 \n").saying(0, "").then(new Reply.Dies(Death.Kind.SILENT));
    assertThat(perform(CATCHES, OWN)).isEqualTo(new Outcome.Passed());
    machine.withoutConsole();

    assertThat(cause(perform(LEAVES_ALONE, HEALTHY)).what()).contains("2 things at once");
  }

  @Test
  void aDeathDuringTheOnlyQuestionNeedsNoConsole() throws InterruptedException {
    machine.withoutConsole().then(new Reply.Dies(Death.Kind.SILENT));

    assertThat(cause(perform(OWN)).what()).endsWith("during check scans");
    assertThat(told).containsExactly("0 scans not shown 0");
  }

  @Test
  void aDeathInASecondExchangeIsHeldAgainstItsOwnQuestion() throws InterruptedException {
    machine
        .saying(0, "sluice-probe 0 1 \n")
        .saying(0, "")
        .saying(0, probed(0, 0, CLEAN) + probed(1, 0, OTHER))
        .then(new Reply.Dies(Death.Kind.SILENT));

    assertThat(cause(perform(CATCHES, OWN, LEAVES_ALONE, HEALTHY)).what())
        .endsWith("while its health was asked");
    assertThat(told).last().isEqualTo("3 healthy not shown 0");
  }

  @Test
  void aVerbThatFillsTheOutputLeavesTheRestUnshown() throws InterruptedException {
    machine.saying(0, "channel 291").then(new Reply.BreaksOff(0, "x".repeat(65_000)));

    assertThat(cause(perform(IN_FORCE, HEALTHY, CATCHES)).what())
        .startsWith("it did not say in time whether it is healthy");
    assertThat(told).last().isEqualTo("1 healthy not shown 20000");
  }

  // What is in force

  @Test
  void exactlyTheExpectedCombinationIsInForce() throws InterruptedException {
    machine.saying(0, "sensor 7.15\nchannel 291\n");

    assertThat(perform(IN_FORCE)).isEqualTo(new Outcome.Passed());
    assertThat(machine.asked())
        .singleElement(InstanceOfAssertFactories.STRING)
        .contains("is-system-running --wait")
        .endsWith("\n'sensorctl' 'in-force'");
  }

  @Test
  void anApplicationThatQuietlyKeepsTheOldDoesNotPass() throws InterruptedException {
    machine.saying(0, "sensor 7.15\nchannel 290\n");

    assertThat(cause(perform(IN_FORCE)))
        .extracting(Cause::code, Cause::what)
        .containsExactly(
            Cause.NOT_IN_FORCE,
            "the machine works but channel 291 is not in force: it still uses 290");
  }

  @Test
  void whatTheConsoleSaidLastShowsWhyTheOldWasKept() throws InterruptedException {
    machine
        .printing("init: starting\n\nsensor: rejected channel 291: record 3\n")
        .saying(0, "sensor 7.15\nchannel 290\n");

    assertThat(cause(perform(IN_FORCE)).evidence())
        .contains("sensor: rejected channel 291: record 3");
  }

  @Test
  void anApplicationThatDoesNotRunHasNothingInForce() throws InterruptedException {
    machine.saying(2, "sensorctl: no sensor is running\n");

    assertThat(cause(perform(IN_FORCE)))
        .satisfies(
            cause -> {
              assertThat(cause.what())
                  .isEqualTo("sensor does not say what it has in force (exit status 2)");
              assertThat(cause.evidence()).contains("sensorctl: no sensor is running");
            });
  }

  @Test
  void anOopsBehindItIsTheCause() throws InterruptedException {
    machine.printing(OOPS).saying(2, "sensorctl: no sensor is running\n");

    assertThat(cause(perform(IN_FORCE)))
        .extracting(Cause::code, Cause::what)
        .containsExactly(
            Cause.KERNEL_ERROR,
            "the kernel failed 1.9 s into the boot, while sensor.ko was loading"
                + " (page fault in evaluate) and went on");
  }

  // Health

  @Test
  void anApplicationThatSaysSoOnAQuietKernelIsHealthy() throws InterruptedException {
    machine.saying(0, UNTAINTED);

    assertThat(perform(HEALTHY)).isEqualTo(new Outcome.Passed());
  }

  @Test
  void withoutAVerbTheKernelsSignsSuffice() throws InterruptedException {
    machine.saying(0, UNTAINTED);

    assertThat(perform(new Step.Healthy("healthy", null))).isEqualTo(new Outcome.Passed());
  }

  @Test
  void anOopsOnTheConsoleThatDidNotPanicIsNotHealthy() throws InterruptedException {
    machine.printing(OOPS).saying(0, UNTAINTED);

    assertThat(cause(perform(HEALTHY)).code()).isEqualTo(Cause.KERNEL_ERROR);
  }

  @ParameterizedTest
  @ValueSource(strings = {"128", "4224", "12416", "65535"})
  void anOopsThatOnlyTheTaintTellsOfIsNotHealthy(String taint) throws InterruptedException {
    machine.saying(0, "fine\nsluice-taint " + taint + "\n");

    assertThat(cause(perform(HEALTHY)).what())
        .isEqualTo("the kernel had an oops and went on (taint D)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "1", "127", "4096", "12288", "256"})
  void otherTaintsAreNoOops(String taint) throws InterruptedException {
    machine.saying(0, "sluice-taint " + taint + "\n");

    assertThat(perform(HEALTHY)).isEqualTo(new Outcome.Passed());
  }

  @Test
  void aVerbThatPrintsATaintOfItsOwnHidesNothing() throws InterruptedException {
    machine.saying(0, "sluice-taint 0\n\nsluice-taint 128\n");

    assertThat(perform(HEALTHY)).isInstanceOf(Outcome.NotShown.class);
  }

  @Test
  void aVerbThatFloodsSoThatTheTaintIsCutOffIsNotHealthy() throws InterruptedException {
    machine.saying(0, "x".repeat(65_536));

    assertThat(cause(perform(HEALTHY)).code()).isEqualTo(Cause.COMMAND);
  }

  @Test
  void anApplicationThatSaysItIsUnwellIsNotHealthy() throws InterruptedException {
    machine.saying(1, "two workers are down\n\nsluice-taint 0\n");

    assertThat(cause(perform(HEALTHY)))
        .satisfies(
            cause -> {
              assertThat(cause.code()).isEqualTo(Cause.UNHEALTHY);
              assertThat(cause.what()).isEqualTo("it says it is not healthy (exit status 1)");
              assertThat(cause.evidence()).containsExactly("two workers are down");
            });
  }

  // Samples

  @Test
  void aKnownThreatThatIsFlaggedIsCaught() throws InterruptedException {
    machine.saying(0, "sluice-probe 0 1 \n");

    assertThat(perform(CATCHES)).isEqualTo(new Outcome.Passed());
  }

  @Test
  void aKnownThreatThatIsNotFlaggedIsMissed() throws InterruptedException {
    machine.saying(0, "sluice-probe 0 0 \n");

    assertThat(cause(perform(CATCHES)))
        .isEqualTo(
            new Cause(Cause.MISSED, "it missed a known threat, samples/threat.txt", List.of()));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 126, 127, 137, 255})
  void aProbeThatFailsIsNeitherFlaggedNorClean(int status) throws InterruptedException {
    machine.saying(0, "sluice-probe 0 " + status + " \nno sensor is running\n");
    assertThat(cause(perform(CATCHES)).code()).isEqualTo(Cause.COMMAND);

    machine.saying(0, probed(0, status, CLEAN) + probed(1, 0, OTHER));
    assertThat(cause(perform(LEAVES_ALONE)).code()).isEqualTo(Cause.COMMAND);
  }

  @Test
  void goodFilesThatStayAsTheyAreAreLeftAlone() throws InterruptedException {
    machine.saying(0, probed(0, 0, CLEAN) + probed(1, 0, OTHER));

    assertThat(perform(LEAVES_ALONE)).isEqualTo(new Outcome.Passed());
  }

  @Test
  void aGoodFileThatIsFlaggedIsNamed() throws InterruptedException {
    machine.saying(0, probed(0, 0, CLEAN) + probed(1, 1, OTHER));

    assertThat(cause(perform(LEAVES_ALONE)))
        .isEqualTo(
            new Cause(Cause.FLAGGED, "it flagged a good file, samples/other.txt", List.of()));
  }

  @Test
  void aGoodFileThatIsRemovedIsNamed() throws InterruptedException {
    machine.saying(0, probed(0, 0, CLEAN) + "sluice-probe 1 0 \n");

    assertThat(cause(perform(LEAVES_ALONE)))
        .isEqualTo(
            new Cause(Cause.CHANGED, "it removed a good file, samples/other.txt", List.of()));
  }

  @Test
  void aGoodFileThatIsChangedIsNamed() throws InterruptedException {
    machine.saying(0, probed(0, 0, OTHER) + probed(1, 0, OTHER));

    assertThat(cause(perform(LEAVES_ALONE)))
        .isEqualTo(
            new Cause(Cause.CHANGED, "it changed a good file, samples/clean.txt", List.of()));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void aProbeThatEndsTheScriptLeavesTheRestUnshown(int answered) throws InterruptedException {
    machine.saying(0, answered == 0 ? "" : probed(0, 0, CLEAN));

    assertThat(cause(perform(LEAVES_ALONE)).what())
        .startsWith("probing " + (answered == 0 ? CLEAN : OTHER).name() + " did not end");
  }

  @Test
  void answersOutOfOrderAreNoAnswers() throws InterruptedException {
    machine.saying(0, probed(1, 0, OTHER) + probed(0, 0, CLEAN));

    assertThat(perform(LEAVES_ALONE)).isInstanceOf(Outcome.NotShown.class);
  }

  // The owner's command

  @Test
  void theExpectedStatusPasses() throws InterruptedException {
    machine.saying(3, "");

    assertThat(perform(own(3, null))).isEqualTo(new Outcome.Passed());
    assertThat(machine.limits()).containsExactly(Duration.ofSeconds(5));
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "3, 0", "1, 124"})
  void anotherStatusDoesNot(int expected, int status) throws InterruptedException {
    machine.saying(status, "");

    assertThat(cause(perform(own(expected, null))).code()).isEqualTo(Cause.COMMAND);
  }

  @Test
  void theExpectedOutputMustBeThere() throws InterruptedException {
    machine.saying(0, "17 files scanned\n");
    assertThat(perform(own(0, "files scanned"))).isEqualTo(new Outcome.Passed());

    machine.saying(0, "nothing to do\n");
    assertThat(cause(perform(own(0, "files scanned"))).what())
        .isEqualTo("check scans did not print \"files scanned\" (exit status 0)");
  }

  // Limits

  private void metersBefore() {
    machine.saying(0, "sluice-meter 1000 200000 500\n");
  }

  @Test
  void whatStaysExactlyAtEveryLimitPasses() throws InterruptedException {
    metersBefore();
    machine.saying(0, "sluice-meter 1200 199000 600\n");

    assertThat(
            perform(
                within(
                    new CheckSpec.StaysWithin(
                        Duration.ZERO, Duration.ofSeconds(2), 1000 * 1024, 100 * 1024))))
        .isEqualTo(new Outcome.Passed());
  }

  @Test
  void eachLimitIsNamedWhenItIsPassed() throws InterruptedException {
    metersBefore();
    machine.saying(0, "sluice-meter 1310 189760 1524\n");

    assertThat(
            cause(
                perform(
                    within(
                        new CheckSpec.StaysWithin(null, Duration.ofSeconds(2), 1048576, 524288)))))
        .extracting(Cause::code, Cause::what)
        .containsExactly(
            Cause.OVER_LIMIT,
            "in use it took 3.1 s of processor time (limit 2.0 s)"
                + " and 10.0 MiB more memory (limit 1.0 MiB)"
                + " and 1.0 MiB more disk (limit 0.5 MiB)");
  }

  @Test
  void whatHasNoLimitIsNotLookedAt() throws InterruptedException {
    metersBefore();
    machine.saying(0, "sluice-meter 999999 1 999999\n");

    assertThat(perform(within(new CheckSpec.StaysWithin(Duration.ofSeconds(1), null, -1, -1))))
        .isEqualTo(new Outcome.Passed());
  }

  @Test
  void theTimeOfAllUsesIsSummed() throws InterruptedException {
    metersBefore();
    machine
        .then(new Reply.Says(0, "sluice-probe 0 1 \n", Duration.ofMillis(700)))
        .then(new Reply.Says(0, "", Duration.ofMillis(400)))
        .saying(0, "sluice-meter 1000 200000 500\n");

    assertThat(
            cause(
                    perform(
                        CATCHES,
                        OWN,
                        within(new CheckSpec.StaysWithin(Duration.ofSeconds(1), null, -1, -1))))
                .what())
        .isEqualTo("in use it took 1.1 s of time (limit 1.0 s)");
  }

  // Taking live

  @Test
  void theVerbIsGivenTheReleasesFile() throws InterruptedException {
    machine.saying(0, "");

    assertThat(perform(TAKE)).isEqualTo(new Outcome.Passed());
    assertThat(machine.asked()).containsExactly("'sensorctl' 'take' '/in/release-1/channel.bin'");
  }

  @Test
  void aVerbThatFailsIsNotATake() throws InterruptedException {
    machine.saying(1, "sensorctl: not taken\n");

    assertThat(cause(perform(TAKE)).what())
        .isEqualTo("the running machine did not take channel 291 (exit status 1)");
  }

  @Test
  void aPanicWhileTakingSaysSo() throws InterruptedException {
    machine
        .printing("[   12.000000] Kernel panic - not syncing: Fatal exception\n")
        .then(new Reply.Dies(Death.Kind.PANICKED));

    assertThat(cause(perform(TAKE)).what())
        .isEqualTo(
            "the kernel panicked 12.0 s into the boot (Fatal exception)"
                + " while the running machine took channel 291");
  }

  @Test
  void aUnitThatFailedBeforeTheCandidateCameIsNotItsFault() throws Exception {
    memory.begin("sluice-failed old.service\nsluice-taint 0\n");
    machine.saying(0, "sluice-failed old.service\nsluice-taint 0\n");

    assertThat(perform(HEALTHY)).isInstanceOf(Outcome.Passed.class);
  }

  @Test
  void aUnitThatFailsWithTheCandidateIsNamed() throws Exception {
    memory.begin("sluice-failed old.service\nsluice-taint 0\n");
    machine.saying(0, "sluice-failed new.service\nsluice-failed old.service\nsluice-taint 0\n");

    assertThat(cause(perform(HEALTHY)).what()).isEqualTo("unit new.service failed");
  }

  @ParameterizedTest
  @CsvSource({
    "sluice-inactive clamav-daemon.service, unit clamav-daemon.service is not active",
    "sluice-core /var/crash/clamd, core dump /var/crash/clamd was left by a process that died"
  })
  void whatIsWorseThanBeforeIsSaid(String line, String sentence) throws Exception {
    machine.saying(0, line + "\nsluice-taint 0\n");

    assertThat(cause(perform(HEALTHY)).what()).isEqualTo(sentence);
  }

  @Test
  void aVitalFileThatUseRemovedIsNamed() throws Exception {
    String systemd = "/usr/lib/systemd/systemd";
    machine
        .saying(
            0,
            digest("a").hex()
                + "  /bin/sh\n"
                + digest("b").hex()
                + "  "
                + systemd
                + "\nsluice-vital-end\n")
        .saying(0, digest("a").hex() + "  /bin/sh\n");

    Outcome outcome = perform(REMEMBER, UNCHANGED);

    assertThat(cause(outcome).what()).isEqualTo("it removed a vital file, " + systemd);
    assertThat(cause(outcome).code()).isEqualTo(Cause.CHANGED);
  }

  @Test
  void aVitalFileThatUseChangedIsNamed() throws Exception {
    machine
        .saying(0, digest("a").hex() + "  /bin/sh\nsluice-vital-end\n")
        .saying(0, digest("b").hex() + "  /bin/sh\n");

    assertThat(cause(perform(REMEMBER, UNCHANGED)).what())
        .isEqualTo("it changed a vital file, /bin/sh");
  }

  @Test
  void vitalFilesAreComparedWithTheBeginning() throws Exception {
    memory.begin("sluice-taint 0\n" + digest("a").hex() + "  /bin/sh\n");
    machine.saying(0, "");

    assertThat(cause(perform(UNCHANGED)).what()).isEqualTo("it removed a vital file, /bin/sh");
  }

  @Test
  void aReleaseThatIsNotTakenEndsTheExchange() throws Exception {
    machine.saying(1, "refused").saying(0, "channel 290").saying(0, UNTAINTED);

    assertThat(cause(perform(TAKE, IN_FORCE, HEALTHY)).code()).isEqualTo(Cause.COMMAND);
    assertThat(machine.scripts().getFirst()).contains("[ $s = 0 ] || exit $s");
  }

  @Test
  void aVitalListThatReadsNothingShowsNothing() throws Exception {
    machine.saying(123, "sha256sum: no such file\n");

    assertThat(cause(perform(REMEMBER)).what()).startsWith("no vital file could be read");
  }

  @Test
  void aPersistentPerformanceTellsWhatElseIsNotShownAndAnswersWithTheFirst() throws Exception {
    machine
        .saying(0, "channel 290")
        .saying(0, UNTAINTED)
        .saying(0, "sluice-probe 0 0\n")
        .saying(0, "");

    Outcome outcome = performer.perform(List.of(IN_FORCE, HEALTHY, CATCHES, TAKE), true);

    assertThat(cause(outcome).code()).isEqualTo(Cause.NOT_IN_FORCE);
    assertThat(told)
        .extracting(line -> line.replaceAll(" [0-9]+$", ""))
        .containsExactly(
            "0 boots not shown", "1 healthy passed", "2 catches not shown", "3 updates passed");
  }

  @Test
  void aPersistentPerformanceEndsWithTheMachine() throws Exception {
    machine.saying(0, "channel 290").then(new Reply.Dies(Death.Kind.PANICKED));

    performer.perform(List.of(IN_FORCE, OWN, CATCHES), true);

    assertThat(performer.isLost()).isTrue();
  }

  @Test
  void theClockIsSetByTheSecond() throws Exception {
    machine.saying(0, "");

    perform(new Step.ClockAt("survives-dates", Instant.parse("2038-01-19T03:14:08Z")));

    assertThat(machine.asked()).containsExactly("date -u -s @2147483648");
  }

  @Test
  void aMachineThatWaitedForItsHostIsNotHeldAgainstTheCandidate() throws Exception {
    machine
        .hostTimes(Duration.ofSeconds(3), Duration.ofSeconds(4))
        .saying(0, "sluice-meter 100 100000 100")
        .saying(0, "sluice-meter 900 100000 100");

    assertThat(perform(WITHIN)).isInstanceOf(Outcome.Passed.class);
  }

  @Test
  void whatEmulationTakesIsNotHeldAgainstTheCandidate() throws Exception {
    machine
        .hostTimes(Duration.ofSeconds(3), Duration.ofSeconds(30))
        .saying(0, "sluice-meter 100 100000 100")
        .saying(0, "sluice-meter 200 100000 100");

    assertThat(perform(WITHIN)).isInstanceOf(Outcome.Passed.class);
  }

  @Test
  void processorTimeThatBothMeasuresSeeIsTooMuch() throws Exception {
    machine
        .hostTimes(Duration.ofSeconds(3), Duration.ofSeconds(9))
        .saying(0, "sluice-meter 100 100000 100")
        .saying(0, "sluice-meter 900 100000 100");

    assertThat(cause(perform(WITHIN)).what()).contains("6.0 s of processor time");
  }

  @Test
  void aVitalListThatWasCutIsNotRemembered() throws Exception {
    machine.saying(0, digest("a").hex() + "  /bin/sh\n");

    assertThat(cause(perform(REMEMBER)).what()).contains("too long for one answer");
  }

  @Test
  void aVitalFileWhoseNameIsEscapedIsWatchedToo() throws Exception {
    String line = "\\" + digest("a").hex() + "  /usr/lib/a\\\\x2db.slice\n";
    machine.saying(0, line + "sluice-vital-end\n").saying(0, "");

    assertThat(cause(perform(REMEMBER, UNCHANGED)).what()).contains("removed a vital file");
  }
}
