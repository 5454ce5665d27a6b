package dev.sluice.proving.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.model.Result;
import dev.sluice.proving.run.PaperEnvironment.Event;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the real runner starts when, what stops it, and that no order changes a verdict. */
@Timeout(20)
class RunnerOrderTest extends PaperProves {
  @Test
  void theFirstFailureStopsTheRest() {
    Prove prove =
        new Prove(
                moment ->
                    !moment.has("sensor 7.15")
                        ? Event.WAITS
                        : moment.has(BAD) ? Event.PANICS : Event.WORKS)
            .stoppingAtTheFirstFailure();

    List<RunReport> reports = prove.of(prove.threeJobs());

    assertThat(finished(reports.getFirst()).result()).isEqualTo(Result.FAILED);
    assertThat(reports.subList(1, 3))
        .allSatisfy(
            r ->
                assertThat(r)
                    .isInstanceOfSatisfying(
                        RunReport.NotRun.class,
                        n -> assertThat(n.reason()).isEqualTo("stopped after the first failure")));
    assertThat(prove.environment.leftOpen()).isEmpty();
  }

  @Test
  void whatCouldNotBeToldStopsNothing() {
    Prove prove =
        new Prove(moment -> moment.has("sensor 7.15") ? Event.EMULATOR_ENDS : Event.WORKS)
            .stoppingAtTheFirstFailure();

    assertThat(results(prove.of(prove.threeJobs())))
        .containsExactly(Result.COULD_NOT_TELL, Result.PASSED, Result.PASSED);
  }

  @Test
  void keepGoingMakesEveryRun() {
    Prove prove =
        new Prove(
            moment -> moment.has(BAD) && !moment.has("sensor 7.16") ? Event.PANICS : Event.WORKS);

    assertThat(results(prove.of(prove.threeJobs())))
        .containsExactly(Result.FAILED, Result.PASSED, Result.FAILED);
  }

  @Test
  void whereThereIsOneMachineEveryRunHasItToItselfWithItsControlRun() {
    Prove prove =
        new Prove(moment -> moment.has(BAD) && !moment.isControl() ? Event.PANICS : Event.WORKS);
    prove.environment.single();

    assertThat(results(prove.of(prove.threeJobs())))
        .containsExactly(Result.FAILED, Result.FAILED, Result.FAILED);
    assertThat(prove.environment.mostOn()).isEqualTo(1);
  }

  @Test
  void whereThereIsOneMachineGoodReleasesPassOneAfterTheOther() {
    Prove prove = new Prove(_ -> Event.WORKS);
    prove.environment.single();

    assertThat(results(prove.of(prove.threeJobs())))
        .containsExactly(Result.PASSED, Result.PASSED, Result.PASSED);
    assertThat(prove.controlBoots()).isEmpty();
  }

  @Test
  void keepGoingTellsWhatElseARunDoesNotShow() {
    Prove prove =
        new Prove(
            moment ->
                moment.isControl() || moment.live()
                    ? Event.WORKS
                    : moment.boot() == 1
                        ? Event.IS_UNWELL
                        : moment.boot() == 2 ? Event.PANICS : Event.WORKS);

    assertThat(prove.single().checks())
        .filteredOn(check -> check.result() == Result.FAILED)
        .extracting(CheckResult::name)
        .containsExactly("healthy", "survives-reboot");
  }

  @Test
  void aRunThatStopsAtItsFirstFailureMakesNoFurtherBoot() {
    Prove prove =
        new Prove(
                moment -> !moment.isControl() && moment.boot() == 1 ? Event.IS_UNWELL : Event.WORKS)
            .stoppingAtTheFirstFailure();

    assertThat(prove.single().checks())
        .filteredOn(check -> check.result() == Result.FAILED)
        .extracting(CheckResult::name)
        .containsExactly("healthy");
    assertThat(prove.candidateBoots()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8})
  void noMoreMachinesAreOnThanThereAreCores(int cores) {
    Prove prove = new Prove(moment -> moment.has(BAD) ? Event.PANICS : Event.WORKS).onCores(cores);

    prove.of(prove.threeJobs());

    assertThat(prove.environment.mostOn()).isBetween(1, cores);
  }

  @Test
  void oneCoreIsEnough() {
    Prove prove = new Prove(moment -> moment.has(BAD) ? Event.PANICS : Event.WORKS).onCores(1);

    assertThat(results(prove.of(prove.threeJobs())))
        .containsExactly(Result.FAILED, Result.FAILED, Result.FAILED);
  }

  @Test
  void theRiskiestCombinationStartsTogetherWithItsControl() throws Exception {
    Prove prove = new Prove(moment -> Event.WAITS);
    Thread thread = Thread.ofVirtual().start(new FutureTask<>(() -> prove.of(prove.threeJobs())));

    prove.environment.awaitWaiting(2);
    List<String> first = prove.environment.boots();
    thread.interrupt();
    thread.join();

    assertThat(first).containsExactlyInAnyOrder("with-7.15.291 1", "control-0.with-7.15.291 1");
  }

  @Test
  void aControlThatNobodyAsksMakesOneBootAndNoMore() {
    Prove prove = new Prove(moment -> Event.WORKS);

    prove.of(prove.threeJobs());

    assertThat(prove.controlBoots()).containsExactly("control-0.with-7.15.291 1");
  }

  @Test
  void aControlGoesOnlyAsFarAsTheFailingCheck() {
    Prove prove =
        new Prove(
            moment ->
                moment.has(BAD) && moment.boot() == 2 && !moment.isControl()
                    ? Event.PANICS
                    : Event.WORKS);

    prove.single();

    assertThat(prove.controlBoots())
        .containsExactly("control-0.with-7.15.291 1", "control-0.with-7.15.291 2");
  }

  @Test
  void candidatesWithOneLastKnownGoodShareOneControl() {
    Prove prove = new Prove(moment -> moment.has("channel 290") ? Event.WORKS : Event.PANICS);

    List<RunReport> reports =
        prove.of(
            prove.job("7.15", "291", PlannedRunChange.NONE),
            prove.job("7.15", "292", PlannedRunChange.NONE),
            prove.job("7.15", "293", PlannedRunChange.NONE));

    assertThat(results(reports)).containsOnly(Result.FAILED);
    assertThat(prove.controlBoots()).hasSize(1);
  }

  @Test
  void aCombinationIsNotJudgedByTheControlOfAnother() {
    // Sensor 7.16 dies with everything: only its own last known good can tell.
    Prove prove =
        new Prove(
            moment -> moment.has("sensor 7.16") || moment.has(BAD) ? Event.PANICS : Event.WORKS);

    assertThat(results(prove.of(prove.threeJobs())))
        .containsExactly(Result.FAILED, Result.COULD_NOT_TELL, Result.FAILED);
  }

  @Test
  void anInterruptEndsEveryMachine() throws Exception {
    Prove prove = new Prove(moment -> Event.WAITS);
    var run = new FutureTask<>(() -> prove.of(prove.threeJobs()));
    Thread thread = Thread.ofVirtual().start(run);
    prove.environment.awaitWaiting(2);

    thread.interrupt();

    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(() -> run.get(10, TimeUnit.SECONDS))
        .havingRootCause()
        .isInstanceOf(InterruptedException.class);
    assertThat(prove.environment.leftOpen()).isEmpty();
    assertThat(prove.environment.machines()).hasSizeGreaterThanOrEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource(names = "WAITS", mode = EnumSource.Mode.EXCLUDE)
  void everyMachineIsClosedWhateverHappens(Event event) {
    Prove prove = new Prove(moment -> event);

    try {
      prove.of(prove.threeJobs());
    } catch (IllegalStateException e) {
      assertThat(event).isEqualTo(Event.BREAKS_THE_PROVER);
    }

    assertThat(prove.environment.machines()).isNotEmpty();
    assertThat(prove.environment.leftOpen()).isEmpty();
  }

  @Test
  void aMistakeOfTheProverIsNeverAVerdict() {
    Prove prove = new Prove(moment -> Event.BREAKS_THE_PROVER);

    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(prove::single)
        .withMessageContaining("a mistake");
  }

  @Test
  void reportsComeInTheOrderOfThePlan() {
    Prove prove = new Prove(moment -> Event.WORKS);

    assertThat(prove.of(prove.threeJobs()))
        .extracting(r -> r.planned().combination().application().version().value())
        .containsExactlyElementsOf(SENSORS);
  }

  @Test
  void theWatcherIsToldOfEveryBootCheckAndEnd() {
    Prove prove = new Prove(moment -> Event.WORKS);

    RunReport report = prove.single();

    assertThat(prove.log.phases)
        .containsExactly("first boot", "second boot", "back and live update");
    assertThat(prove.log.passed)
        .contains("boots 1/5", "healthy 2/5", "survives-reboot 3/5", "reverts 4/5", "updates 5/5");
    assertThat(prove.log.ended).containsExactly(report);
  }

  @Test
  void nothingToDoIsDoneAtOnce() {
    assertThat(new Prove(moment -> Event.WORKS).of(List.of())).isEmpty();
  }

  /** Three combinations with three fates, in fifty orders of events on one to three cores. */
  @Test
  void theResultIsTheSameInWhateverOrderMachinesGoOn() {
    PaperEnvironment.Story story =
        moment -> {
          if (moment.has("sensor 7.15")) {
            return moment.has(BAD) ? Event.PANICS : Event.WORKS;
          }
          if (moment.has("sensor 7.16")) {
            return moment.has(BAD) && moment.boot() == 2 ? Event.EMULATOR_ENDS : Event.WORKS;
          }
          return moment.live() && moment.has(BAD) ? Event.IS_UNWELL : Event.WORKS;
        };
    for (int cores = 1; cores <= 3; cores++) {
      for (long seed = 0; seed < 50; seed++) {
        Prove prove = new Prove(story, seed).onCores(cores);

        List<RunReport> reports = prove.of(prove.threeJobs());

        assertThat(reports.stream().map(PaperProves::line))
            .as("seed %d on %d cores", seed, cores)
            .containsExactly(
                "sensor 7.15 + channel 291: failed at boots, the kernel panicked 1.5 s into the"
                    + " boot (Fatal exception) while booting",
                "sensor 7.16 + channel 291: could-not-tell at survives-reboot, the virtual machine"
                    + " itself ended while booting: as the story says, second attempt",
                "sensor 7.11 + channel 291: failed at updates, it says it is not healthy"
                    + " (exit status 1)");
        assertThat(prove.environment.mostOn()).isLessThanOrEqualTo(cores);
        assertThat(prove.environment.leftOpen()).isEmpty();
      }
    }
  }

  /** With a stop at the first failure, who is still not done depends on the order; nothing else. */
  @Test
  void stoppingInWhateverOrderNeverTurnsARunIntoAnotherResult() {
    PaperEnvironment.Story story =
        moment -> moment.has(BAD) && moment.has("sensor 7.16") ? Event.PANICS : Event.WORKS;
    for (long seed = 0; seed < 50; seed++) {
      Prove prove = new Prove(story, seed).stoppingAtTheFirstFailure();

      List<RunReport> reports = prove.of(prove.threeJobs());

      assertThat(finished(reports.get(1)).result()).as("seed %d", seed).isEqualTo(Result.FAILED);
      assertThat(List.of(reports.get(0), reports.get(2)))
          .as("seed %d", seed)
          .allMatch(r -> r instanceof RunReport.NotRun || finished(r).result() == Result.PASSED);
      assertThat(prove.environment.leftOpen()).isEmpty();
    }
  }
}
