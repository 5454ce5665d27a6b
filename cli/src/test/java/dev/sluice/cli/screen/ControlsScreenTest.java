package dev.sluice.cli.screen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.Result;
import org.junit.jupiter.api.Test;

class ControlsScreenTest {
  @Test
  void aControlThatDidNotGoRedWhereItMustIsNamedWithWhatHappenedInstead() {
    Golden.check("controls.txt", ControlsScreen.result(Reports.showings(), false));
    assertThat(ControlsScreen.overall(Reports.showings())).isEqualTo(Result.FAILED);
  }

  @Test
  void allRedIsGood() {
    Golden.check("controls-red.txt", ControlsScreen.result(Reports.redShowings(), false));
    assertThat(ControlsScreen.overall(Reports.redShowings())).isEqualTo(Result.PASSED);
  }

  @Test
  void aControlOfWhichNothingIsKnownIsNotGreen() {
    assertThat(ControlsScreen.overall(Reports.showings().subList(3, 4)))
        .isEqualTo(Result.COULD_NOT_TELL);
  }

  @Test
  void theTableFitsEightyColumns() {
    assertThat(ControlsScreen.result(Reports.showings(), false))
        .allSatisfy(line -> assertThat(Plain.width(line)).as(line).isLessThanOrEqualTo(80));
  }
}
