package dev.sluice.cli.screen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.proving.plan.Plan;
import dev.sluice.proving.plan.PlannedRun;
import dev.sluice.proving.run.RunReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BoardTest {
  private static final int ROOM = 18;

  private static Duration after(int millis) {
    return Duration.ofMillis(millis);
  }

  @Test
  void eachCombinationHasALineThatTellsHowItStands() {
    var board = new Board();
    List<String> screens = new ArrayList<>();
    board.busy("building the guest with guest.sh", after(200));
    screens.addAll(board.lines(after(3400), ROOM, false));
    screens.add("--");
    Plan plan = Reports.plan();
    board.planned(plan);
    screens.addAll(board.lines(after(3500), ROOM, false));
    screens.add("--");
    PlannedRun first = plan.runs().getFirst();
    board.phase(first, "first boot", after(3500));
    screens.addAll(board.lines(after(4000), ROOM, false));
    screens.add("--");
    board.checkPassed(first, 2, 9);
    board.phase(plan.runs().get(1), "back and live update", after(4500));
    screens.addAll(board.lines(after(5000), ROOM, false));
    screens.add("--");
    RunReport.Finished bad = (RunReport.Finished) Reports.bad().runs().getFirst();
    board.ended(bad);
    board.ended(Reports.bad().runs().get(1));
    screens.addAll(board.lines(after(6000), ROOM, false));

    Golden.check("board.txt", screens);
  }

  @Test
  void runsThatMoveAreShownWhenThereIsNoRoomForAll() {
    var board = new Board();
    List<PlannedRun> runs =
        IntStream.range(0, 40).mapToObj(i -> Reports.planned("7." + i, 100)).toList();
    board.planned(new Plan(runs, List.of(), Duration.ZERO));
    board.phase(runs.get(30), "second boot", after(0));

    List<String> lines = board.lines(after(100), 6, false);

    assertThat(lines).hasSize(6);
    assertThat(lines).anyMatch(line -> line.contains("sensor 7.30 ") && line.contains("running"));
    assertThat(lines.getLast()).isEqualTo("  … and 35 more");
  }

  @Test
  void aPhaseWithControlCharactersIsCleaned() {
    var board = new Board();
    PlannedRun run = Reports.planned("7.15", 100);
    board.planned(new Plan(List.of(run), List.of(), Duration.ZERO));
    board.phase(run, "again on a fresh machine: \u001b[2J", after(0));

    assertThat(board.lines(after(1), ROOM, false).getFirst()).doesNotContain("\u001b");
  }
}
