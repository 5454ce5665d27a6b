package dev.sluice.cli.screen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.Result;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SetsScreenTest {
  private static final List<SetsScreen.Row> ROWS =
      List.of(
          row("good", "0.103.10", "0 1 1", "0", Result.PASSED, List.of(), 131_400, true),
          row("good", "1.4.3", "0 1 1", "0", Result.PASSED, List.of(), 118_000, true),
          row(
              "false-positive",
              "0.103.10",
              "0 1 1",
              "0",
              Result.FAILED,
              List.of("leaves-alone", "boots", "survives-reboot", "reverts"),
              31_200,
              true),
          row(
              "false-positive",
              "1.4.3",
              "0 1 1",
              "0",
              Result.FAILED,
              List.of("leaves-alone", "boots"),
              30_600,
              true),
          row(
              "malformed-missing-field",
              "0.103.10",
              "2 2 2",
              "8",
              Result.FAILED,
              List.of("updates"),
              9_200,
              true),
          row("malformed-missing-field", "1.4.3", "2 2 2", "8", Result.PASSED, List.of(), 9, false),
          row(
              "newer-engine-guarded",
              "0.103.10",
              "0 1 0",
              "0",
              Result.FAILED,
              List.of("catches"),
              6_980,
              true),
          row(
              "newer-engine-guarded",
              "1.4.3",
              "-",
              "-",
              Result.COULD_NOT_TELL,
              List.of("boots"),
              301_000,
              false));

  private static SetsScreen.Row row(
      String set,
      String engine,
      String clamscan,
      String freshclam,
      Result result,
      List<String> failed,
      long millis,
      boolean asItMust) {
    return new SetsScreen.Row(
        set, engine, clamscan, freshclam, result, failed, Duration.ofMillis(millis), asItMust);
  }

  @ParameterizedTest
  @ValueSource(ints = {80, 120})
  void everySetIsShownWithItsEnginesWithinTheScreen(int columns) {
    List<String> lines = SetsScreen.table(ROWS, columns, false);

    Golden.check("sets-" + columns + ".txt", lines);
    assertThat(lines)
        .allSatisfy(line -> assertThat(Plain.width(line)).as(line).isLessThanOrEqualTo(columns));
  }

  @Test
  void ofGoodSetsAloneTheTimesAreWholeToo() {
    assertThat(SetsScreen.table(ROWS.subList(0, 2), 80, false))
        .anySatisfy(
            line -> assertThat(line).contains("passed", Figures.seconds(ROWS.get(0).took())))
        .anySatisfy(
            line -> assertThat(line).contains("passed", Figures.seconds(ROWS.get(1).took())));
  }
}
