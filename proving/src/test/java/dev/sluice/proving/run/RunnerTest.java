package dev.sluice.proving.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.Result;
import dev.sluice.proving.run.PaperEnvironment.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The real runner, control runs and verdicts, on machines that do what a story says. */
@Timeout(20)
class RunnerTest extends PaperProves {
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
}
