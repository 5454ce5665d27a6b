package dev.sluice.proving.run;

import static dev.sluice.proving.Examples.name;
import static dev.sluice.proving.Examples.release;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.model.Combination;
import dev.sluice.model.Release;
import dev.sluice.model.Result;
import dev.sluice.model.pipeline.Artifact;
import dev.sluice.model.pipeline.Command;
import dev.sluice.model.pipeline.EnvironmentSpec;
import dev.sluice.proving.check.Subject;
import dev.sluice.proving.environment.Environment;
import dev.sluice.proving.environment.EnvironmentFacts;
import dev.sluice.proving.plan.PlannedRun;
import dev.sluice.proving.run.PaperEnvironment.Event;
import dev.sluice.proving.run.Runner.AfterFailure;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The real scheduler, control runs and verdicts, on machines that do what a story says. */
@Timeout(20)
class RunnerTest {
  private static final String BAD = "channel 291";
  private static final List<String> SENSORS = List.of("7.15", "7.16", "7.11");

  /** One prove on paper, from jobs to reports. */
  private static final class Prove {
    private final PaperEnvironment environment;
    private final Log log = new Log();
    private int cores = 2;
    private AfterFailure afterFailure = AfterFailure.KEEP_GOING;

    Prove(PaperEnvironment.Story story) {
      this(story, 1);
    }

    Prove(PaperEnvironment.Story story, long seed) {
      this.environment = new PaperEnvironment(story, new Turns(seed));
    }

    Prove onCores(int count) {
      cores = count;
      return this;
    }

    Prove stoppingAtTheFirstFailure() {
      afterFailure = AfterFailure.STOP;
      return this;
    }

    List<RunReport> of(Job... jobs) {
      return of(List.of(jobs));
    }

    List<RunReport> of(List<Job> jobs) {
      try (Runner runner = new Runner(cores, log)) {
        return runner.run(jobs, afterFailure);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    RunReport.Finished single() {
      return finished(of(job("7.15")).getFirst());
    }

    Job job(String sensor) {
      return job(sensor, "291", PlannedRunChange.NONE);
    }

    Job job(String sensor, String channel, PlannedRunChange change) {
      Release application = release("sensor", sensor);
      Release candidate = release("channel", channel);
      Release good = release("channel", "290");
      Combination combination = new Combination(application, List.of(candidate));
      Combination lastKnownGood = new Combination(application, List.of(good));
      PlannedRun planned =
          change.apply(
              new PlannedRun(candidate, combination, lastKnownGood, "paper", 10, "hosts run it"));
      Map<Release, Path> files = new HashMap<>();
      for (Release release : List.of(application, candidate, good)) {
        files.put(release, PaperEnvironment.file(release));
      }
      return new Job(
          planned,
          "with-" + sensor + "." + channel,
          List.of(),
          course(combination, candidate, good),
          planned.lastKnownGood() == null ? null : course(lastKnownGood, good, good),
          new Equipment(
              environment,
              new Subject(
                  new Command(List.of("in-force")),
                  Map.of(
                      name("sensor"), Artifact.InForce.VERSION,
                      name("channel"), Artifact.InForce.VERSION),
                  EnvironmentSpec.Health.DEFAULT,
                  EnvironmentFacts.Platform.LINUX),
              files,
              PaperEnvironment.places(combination)));
    }

    List<Job> threeJobs() {
      return SENSORS.stream().map(this::job).toList();
    }

    List<String> controlBoots() {
      return environment.boots().stream().filter(b -> b.startsWith("control-")).toList();
    }

    List<String> candidateBoots() {
      return environment.boots().stream().filter(b -> !b.startsWith("control-")).toList();
    }
  }

  private interface PlannedRunChange extends UnaryOperator<PlannedRun> {
    PlannedRunChange NONE = run -> run;
    PlannedRunChange NO_LAST_KNOWN_GOOD =
        run ->
            new PlannedRun(
                run.candidate(),
                run.combination(),
                null,
                run.environment(),
                run.hosts(),
                run.why());
  }

  private static Course course(Combination combination, Release onTrial, Release back) {
    Map<Release, String> inputs = new HashMap<>();
    inputs.put(combination.application(), PaperEnvironment.input(combination.application()));
    combination.data().forEach(r -> inputs.put(r, PaperEnvironment.input(r)));
    return Course.of(
        new Course.Setting(
            Environment.Reach.WHILE_OFF,
            combination,
            onTrial,
            new Course.WayBack.ToLastKnownGood(back),
            back,
            Set.of(),
            new Command(List.of("install")),
            new Command(List.of("take")),
            null,
            new Command(List.of("healthy")),
            List.of(),
            Map.of(),
            inputs,
            "/var/lib",
            Instant.EPOCH));
  }

  /** What a watcher was told, from several threads. */
  private static final class Log implements RunWatcher {
    private final List<String> phases = new ArrayList<>();
    private final List<String> passed = new ArrayList<>();
    private final List<RunReport> ended = new ArrayList<>();

    @Override
    public synchronized void phase(PlannedRun run, String phase) {
      phases.add(phase);
    }

    @Override
    public synchronized void checkPassed(PlannedRun run, String check, int number, int of) {
      passed.add(check + " " + number + "/" + of);
    }

    @Override
    public synchronized void ended(RunReport report) {
      ended.add(report);
    }
  }

  private static RunReport.Finished finished(RunReport report) {
    if (report instanceof RunReport.Finished finished) {
      return finished;
    }
    throw new AssertionError("not finished: " + report);
  }

  private static String line(RunReport report) {
    return switch (report) {
      case RunReport.Finished f ->
          f.planned().combination().title()
              + ": "
              + f.result().word()
              + f.deciding().map(c -> " at " + c.name()).orElse("")
              + f.cause().map(c -> ", " + c.what()).orElse("")
              + (f.retried() ? ", second attempt" : "");
      case RunReport.NotRun n -> n.planned().combination().title() + ": not run, " + n.reason();
    };
  }

  private static List<Result> results(List<RunReport> reports) {
    return reports.stream().map(r -> finished(r).result()).toList();
  }

  @Test
  void aCandidateThatShowsEverythingPassesInThreeBoots() {
    Prove prove = new Prove(moment -> Event.WORKS);

    RunReport.Finished report = prove.single();

    assertThat(report.result()).isEqualTo(Result.PASSED);
    assertThat(report.checks())
        .extracting(c -> c.name() + " " + c.result().word())
        .containsExactly(
            "boots passed",
            "healthy passed",
            "survives-reboot passed",
            "reverts passed",
            "updates passed");
    assertThat(prove.candidateBoots())
        .containsExactly("with-7.15.291 1", "with-7.15.291 2", "with-7.15.291 3");
  }

  @Test
  void aCandidateThatDiesWhereItsControlLivesHasFailed() {
    Prove prove = new Prove(moment -> moment.has(BAD) ? Event.PANICS : Event.WORKS);

    RunReport.Finished report = prove.single();

    assertThat(line(report))
        .isEqualTo(
            "sensor 7.15 + channel 291: failed at boots,"
                + " the kernel panicked 1.5 s into the boot (Fatal exception) while booting");
    assertThat(report.controlPassed()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(names = {"PANICS", "REBOOTS", "GOES_SILENT", "KEEPS_THE_OLD", "IS_UNWELL"})
  void whateverACandidateAloneDoesWrongFailsIt(Event wrong) {
    Prove prove = new Prove(moment -> moment.has(BAD) ? wrong : Event.WORKS);

    assertThat(prove.single().result()).isEqualTo(Result.FAILED);
  }

  @Test
  void aSecondBootThatDiesIsAFailureOfSurvivesReboot() {
    Prove prove =
        new Prove(
            moment ->
                moment.has(BAD) && moment.boot() == 2 && !moment.isControl()
                    ? Event.PANICS
                    : Event.WORKS);

    assertThat(prove.single().deciding().map(CheckResult::name)).contains("survives-reboot");
  }

  @Test
  void aMachineThatDoesNotComeBackIsAFailureOfReverts() {
    Prove prove =
        new Prove(
            moment ->
                moment.boot() == 3 && !moment.live() && !moment.isControl()
                    ? Event.GOES_SILENT
                    : Event.WORKS);

    assertThat(prove.single().deciding().map(CheckResult::name)).contains("reverts");
  }

  @Test
  void aCandidateThatKillsTheRunningMachineIsAFailureOfUpdates() {
    Prove prove =
        new Prove(moment -> moment.live() && moment.has(BAD) ? Event.PANICS : Event.WORKS);

    assertThat(prove.single().deciding().map(CheckResult::name)).contains("updates");
  }

  @Test
  void aCandidateThatIsQuietlyNotTakenLiveIsAFailureOfUpdates() {
    Prove prove =
        new Prove(moment -> moment.live() && moment.has(BAD) ? Event.KEEPS_THE_OLD : Event.WORKS);

    assertThat(line(prove.single()))
        .isEqualTo(
            "sensor 7.15 + channel 291: failed at updates,"
                + " the machine works but channel 291 is not in force: it still uses 290");
  }

  @Test
  void whenBothDieTheyAreTriedOnceMoreAndThenNobodyCanTell() {
    Prove prove = new Prove(moment -> Event.PANICS);

    RunReport.Finished report = prove.single();

    assertThat(report.result()).isEqualTo(Result.COULD_NOT_TELL);
    assertThat(report.retried()).isTrue();
    assertThat(prove.environment.machines())
        .containsExactlyInAnyOrder(
            "with-7.15.291",
            "with-7.15.291.retry",
            "control-0.with-7.15.291",
            "control-1.with-7.15.291");
  }

  @Test
  void whatBothDiedOfOnceIsForgottenWhenTheSecondAttemptPasses() {
    Prove prove = new Prove(moment -> moment.isRetry() ? Event.WORKS : Event.PANICS);

    RunReport.Finished report = prove.single();

    assertThat(report.result()).isEqualTo(Result.PASSED);
    assertThat(report.retried()).isTrue();
  }

  @Test
  void theSecondAttemptCanFailACandidate() {
    Prove prove =
        new Prove(moment -> moment.isRetry() && !moment.has(BAD) ? Event.WORKS : Event.PANICS);

    assertThat(prove.single().result()).isEqualTo(Result.FAILED);
  }

  @ParameterizedTest
  @EnumSource(names = {"EMULATOR_ENDS", "CANNOT_START"})
  void aMachineThatBreaksIsTriedOnceMoreAndThenNobodyCanTell(Event broken) {
    Prove prove = new Prove(moment -> moment.has(BAD) ? broken : Event.WORKS);

    RunReport.Finished report = prove.single();

    assertThat(report.result()).isEqualTo(Result.COULD_NOT_TELL);
    assertThat(prove.environment.machines()).contains("with-7.15.291", "with-7.15.291.retry");
  }

  @ParameterizedTest
  @EnumSource(names = {"EMULATOR_ENDS", "CANNOT_START"})
  void aMachineThatBreaksOnceDoesNoHarm(Event broken) {
    Prove prove = new Prove(moment -> moment.has(BAD) && !moment.isRetry() ? broken : Event.WORKS);

    assertThat(prove.single().result()).isEqualTo(Result.PASSED);
  }

  @Test
  void aMachineThatCannotBeStartedAgainIsHeldAgainstTheCheckThatNeededIt() {
    Prove prove = new Prove(moment -> moment.boot() == 2 ? Event.CANNOT_START : Event.WORKS);

    assertThat(prove.single().checks())
        .extracting(c -> c.name() + " " + c.result().word())
        .containsExactly("boots passed", "healthy passed", "survives-reboot could-not-tell");
  }

  @Test
  void aControlThatBreaksMakesNoFailure() {
    Prove prove = new Prove(moment -> moment.isControl() ? Event.EMULATOR_ENDS : Event.PANICS);

    assertThat(prove.single().result()).isEqualTo(Result.COULD_NOT_TELL);
  }

  @Test
  void withoutALastKnownGoodAFailureCannotBeTold() {
    Prove prove = new Prove(moment -> Event.PANICS);

    RunReport.Finished report =
        finished(
            prove.of(prove.job("7.15", "291", PlannedRunChange.NO_LAST_KNOWN_GOOD)).getFirst());

    assertThat(report.result()).isEqualTo(Result.COULD_NOT_TELL);
    assertThat(prove.controlBoots()).isEmpty();
  }

  @Test
  void withoutALastKnownGoodAPassIsAPass() {
    Prove prove = new Prove(moment -> Event.WORKS);

    assertThat(results(prove.of(prove.job("7.15", "291", PlannedRunChange.NO_LAST_KNOWN_GOOD))))
        .containsExactly(Result.PASSED);
  }

  @Test
  void shuttingDownBadlyFailsACandidateWhoseControlShutsDownWell() {
    Prove prove = new Prove(moment -> moment.has(BAD) ? Event.PANICS_AT_SHUTDOWN : Event.WORKS);

    assertThat(prove.single().result()).isEqualTo(Result.FAILED);
  }

  @Test
  void whenNeitherShutsDownWellNobodyCanTell() {
    Prove prove = new Prove(moment -> Event.PANICS_AT_SHUTDOWN);

    assertThat(prove.single().result()).isEqualTo(Result.COULD_NOT_TELL);
  }

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

        assertThat(reports.stream().map(RunnerTest::line))
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
