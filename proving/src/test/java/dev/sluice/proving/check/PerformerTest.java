package dev.sluice.proving.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.proving.cause.Cause;
import dev.sluice.proving.check.ScriptedMachine.Reply;
import dev.sluice.proving.environment.Death;
import dev.sluice.proving.environment.RunningMachine;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** How questions are put to a machine, what is in force, and what a live machine takes. */
class PerformerTest extends Performing {
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
  void aReleaseThatIsNotTakenEndsTheExchange() throws Exception {
    machine.saying(1, "refused").saying(0, "channel 290").saying(0, UNTAINTED);

    assertThat(cause(perform(TAKE, IN_FORCE, HEALTHY)).code()).isEqualTo(Cause.COMMAND);
    assertThat(machine.scripts().getFirst()).contains("[ $s = 0 ] || exit $s");
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
}
