package dev.sluice.proving.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.Result;
import dev.sluice.proving.run.PaperEnvironment.Event;
import dev.sluice.proving.run.PaperEnvironment.Moment;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs on machines that take releases while they are on: boots follow each other, dates do not. */
@Timeout(20)
class BranchesTest extends PaperProves {
  private static final String SECOND_DATE = ".machine-2";
  private static final String THIRD_DATE = ".machine-3";

  private static boolean isCandidateOn(Moment moment, String machine) {
    return !moment.isControl() && moment.has(BAD) && moment.machine().endsWith(machine);
  }

  @Test
  void aGoodReleasePassesAllItsBootsAndDates() {
    RunReport.Finished report = new Prove(moment -> Event.WORKS).onRunningMachines().single();

    assertThat(report.result()).isEqualTo(Result.PASSED);
    assertThat(report.checks())
        .extracting(CheckResult::name)
        .containsExactly(
            "updates", "boots", "healthy", "survives-reboot", "reverts", "survives-dates");
  }

  @Test
  void aDateThatKillsTheMachineIsTold() {
    Prove prove =
        new Prove(moment -> isCandidateOn(moment, SECOND_DATE) ? Event.PANICS : Event.WORKS)
            .onRunningMachines();

    assertThat(line(prove.single()))
        .startsWith("sensor 7.15 + channel 291: failed at survives-dates, with the clock at ")
        .contains("1971-01-01");
  }

  @RepeatedTest(20)
  void theFirstDateThatFailsDecidesWhicheverIsFaster(RepetitionInfo run) {
    Prove prove =
        new Prove(
                moment ->
                    isCandidateOn(moment, SECOND_DATE) || isCandidateOn(moment, THIRD_DATE)
                        ? Event.PANICS
                        : Event.WORKS,
                run.getCurrentRepetition())
            .onRunningMachines();

    assertThat(line(prove.single())).contains("1971-01-01");
  }

  @Test
  void datesUseAllCores() throws Exception {
    Prove prove =
        new Prove(
                moment ->
                    !moment.isControl() && moment.machine().contains(".machine-")
                        ? Event.WAITS
                        : Event.WORKS)
            .onRunningMachines();
    Thread thread = Thread.ofVirtual().start(new FutureTask<>(prove::single));

    prove.environment.awaitWaiting(2);
    int on = prove.environment.mostOn();
    thread.interrupt();
    thread.join();

    assertThat(on).isEqualTo(2);
    assertThat(prove.environment.leftOpen()).isEmpty();
  }

  @Test
  void whereThereIsOneMachineDatesFollowEachOther() {
    Prove prove = new Prove(moment -> Event.WORKS).onRunningMachines();
    prove.environment.single();

    assertThat(prove.single().result()).isEqualTo(Result.PASSED);
    assertThat(prove.environment.mostOn()).isEqualTo(1);
  }

  @Test
  void aDateIsComparedWithTheLastKnownGoodOnThatDateAlone() {
    Prove prove =
        new Prove(moment -> isCandidateOn(moment, SECOND_DATE) ? Event.PANICS : Event.WORKS)
            .onRunningMachines();

    assertThat(prove.single().controlPassed()).isTrue();
    assertThat(prove.controlBoots().stream().filter(boot -> boot.startsWith("control-1")))
        .containsExactly("control-1.with-7.15.291 1");
  }

  @Test
  void aLastKnownGoodThatIsUnwellOnThatDateTooFailsNobody() {
    Prove prove =
        new Prove(moment -> moment.live() && isThatDate(moment) ? Event.IS_UNWELL : Event.WORKS)
            .onRunningMachines();

    assertThat(prove.single().result()).isEqualTo(Result.COULD_NOT_TELL);
  }

  private static boolean isThatDate(Moment moment) {
    return moment.machine().endsWith(SECOND_DATE) || moment.machine().matches("control-[1-9].*");
  }

  @RepeatedTest(20)
  void aControlFollowsNoFurtherThanTheFirstColdBoot(RepetitionInfo run) {
    Prove prove = new Prove(moment -> Event.WORKS, run.getCurrentRepetition()).onRunningMachines();

    prove.single();

    assertThat(prove.controlBoots())
        .startsWith("control-0.with-7.15.291 1")
        .isSubsetOf("control-0.with-7.15.291 1", "control-0.with-7.15.291 2");
  }

  @RepeatedTest(20)
  void aCandidateThatFailsAfterItCameUpIsStillComparedWithItsControl(RepetitionInfo run) {
    Prove prove =
        new Prove(
                moment -> !moment.isControl() && moment.boot() == 3 ? Event.PANICS : Event.WORKS,
                run.getCurrentRepetition())
            .onRunningMachines();

    RunReport.Finished report = prove.single();

    assertThat(line(report)).startsWith("sensor 7.15 + channel 291: failed at survives-reboot");
    assertThat(report.controlPassed()).isTrue();
    assertThat(prove.environment.leftOpen()).isEmpty();
  }
}
