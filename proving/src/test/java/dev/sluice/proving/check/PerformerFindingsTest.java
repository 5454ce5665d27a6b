package dev.sluice.proving.check;

import static dev.sluice.proving.Examples.digest;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.pipeline.CheckSpec;
import dev.sluice.proving.cause.BusyHost;
import dev.sluice.proving.cause.Cause;
import dev.sluice.proving.check.ScriptedMachine.Reply;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is seen of a candidate in use: health, samples, limits, vital files. */
class PerformerFindingsTest extends Performing {
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

  @Test
  void aMachineThatItsHostKeptWaitingShowsNothingOfTheCandidate() throws InterruptedException {
    machine.printing("[   28.016000] watchdog: BUG: soft lockup - CPU#0 stuck for 26s! [init:1]\n");
    machine.printing(BusyHost.line(0.2, Duration.ofSeconds(20)));
    machine.saying(1, "two workers are down\n\nsluice-taint 0\n");

    assertThat(perform(HEALTHY))
        .isEqualTo(
            new Outcome.Broken(
                "this host was too busy to let the machine run, and its kernel took that for a"
                    + " fault"));
  }

  private static final String ONE_FAILED = "sluice-failed old.service\nsluice-taint 0\n";

  @Test
  void aUnitThatFailedBeforeTheCandidateCameIsNotItsFault() throws Exception {
    memory.begin(ONE_FAILED);
    machine.saying(0, ONE_FAILED);

    assertThat(perform(HEALTHY)).isInstanceOf(Outcome.Passed.class);
  }

  @Test
  void aUnitThatFailsWithTheCandidateIsNamed() throws Exception {
    memory.begin(ONE_FAILED);
    machine.saying(0, "sluice-failed new.service\n" + ONE_FAILED);

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

  // Limits

  private static final String BEFORE_USE = "1000 200000 500";

  private void meters(String before, String after) {
    machine.saying(0, "sluice-meter " + before + "\n").saying(0, "sluice-meter " + after + "\n");
  }

  @Test
  void whatStaysExactlyAtEveryLimitPasses() throws InterruptedException {
    meters(BEFORE_USE, "1200 199000 600");

    assertThat(
            perform(
                within(
                    new CheckSpec.StaysWithin(
                        Duration.ZERO, Duration.ofSeconds(2), 1000 * 1024, 100 * 1024))))
        .isEqualTo(new Outcome.Passed());
  }

  @Test
  void eachLimitIsNamedWhenItIsPassed() throws InterruptedException {
    meters(BEFORE_USE, "1310 189760 1524");

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
    meters(BEFORE_USE, "999999 1 999999");

    assertThat(perform(within(new CheckSpec.StaysWithin(Duration.ofSeconds(1), null, -1, -1))))
        .isEqualTo(new Outcome.Passed());
  }

  @Test
  void theTimeOfAllUsesIsSummed() throws InterruptedException {
    String meter = "sluice-meter " + BEFORE_USE + "\n";
    machine
        .saying(0, meter)
        .then(new Reply.Says(0, "sluice-probe 0 1 \n", Duration.ofMillis(700)))
        .then(new Reply.Says(0, "", Duration.ofMillis(400)))
        .saying(0, meter);

    assertThat(
            cause(
                    perform(
                        CATCHES,
                        OWN,
                        within(new CheckSpec.StaysWithin(Duration.ofSeconds(1), null, -1, -1))))
                .what())
        .isEqualTo("in use it took 1.1 s of time (limit 1.0 s)");
  }

  /** By the machine's count of what was not idle, and by the host's measure. */
  private Outcome took(Duration byTheMachine, Duration byTheHost) throws InterruptedException {
    Duration start = Duration.ofSeconds(3);
    machine.hostTimes(start, start.plus(byTheHost));
    meters("100 100000 100", 100 + byTheMachine.toMillis() / 10 + " 100000 100");
    return perform(WITHIN);
  }

  @Test
  void aMachineThatWaitedForItsHostIsNotHeldAgainstTheCandidate() throws Exception {
    assertThat(took(Duration.ofSeconds(8), Duration.ofSeconds(1)))
        .isInstanceOf(Outcome.Passed.class);
  }

  @Test
  void whatEmulationTakesIsNotHeldAgainstTheCandidate() throws Exception {
    assertThat(took(Duration.ofSeconds(1), Duration.ofSeconds(27)))
        .isInstanceOf(Outcome.Passed.class);
  }

  @Test
  void processorTimeThatBothMeasuresSeeIsTooMuch() throws Exception {
    assertThat(cause(took(Duration.ofSeconds(8), Duration.ofSeconds(6))).what())
        .contains("6.0 s of processor time");
  }

  // Vital files

  private static final String ALL_READ = "sluice-vital-end\n";

  private static String file(String content, String name) {
    return digest(content).hex() + "  " + name + "\n";
  }

  @Test
  void aVitalFileThatUseRemovedIsNamed() throws Exception {
    String systemd = "/usr/lib/systemd/systemd";
    machine
        .saying(0, file("a", "/bin/sh") + file("b", systemd) + ALL_READ)
        .saying(0, file("a", "/bin/sh"));

    Outcome outcome = perform(REMEMBER, UNCHANGED);

    assertThat(cause(outcome).what()).isEqualTo("it removed a vital file, " + systemd);
    assertThat(cause(outcome).code()).isEqualTo(Cause.CHANGED);
  }

  @Test
  void aVitalFileThatUseChangedIsNamed() throws Exception {
    machine.saying(0, file("a", "/bin/sh") + ALL_READ).saying(0, file("b", "/bin/sh"));

    assertThat(cause(perform(REMEMBER, UNCHANGED)).what())
        .isEqualTo("it changed a vital file, /bin/sh");
  }

  @Test
  void vitalFilesAreComparedWithTheBeginning() throws Exception {
    memory.begin("sluice-taint 0\n" + file("a", "/bin/sh"));
    machine.saying(0, "");

    assertThat(cause(perform(UNCHANGED)).what()).isEqualTo("it removed a vital file, /bin/sh");
  }

  @Test
  void aVitalListThatReadsNothingShowsNothing() throws Exception {
    machine.saying(123, "sha256sum: no such file\n");

    assertThat(cause(perform(REMEMBER)).what()).startsWith("no vital file could be read");
  }

  @Test
  void aVitalListThatWasCutIsNotRemembered() throws Exception {
    machine.saying(0, file("a", "/bin/sh"));

    assertThat(cause(perform(REMEMBER)).what()).contains("too long for one answer");
  }

  @Test
  void aVitalFileWhoseNameIsEscapedIsWatchedToo() throws Exception {
    machine.saying(0, "\\" + file("a", "/usr/lib/a\\\\x2db.slice") + ALL_READ).saying(0, "");

    assertThat(cause(perform(REMEMBER, UNCHANGED)).what()).contains("removed a vital file");
  }
}
