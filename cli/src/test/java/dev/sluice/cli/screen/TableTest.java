package dev.sluice.cli.screen;

import static dev.sluice.cli.screen.Table.Column.FIXED;
import static dev.sluice.cli.screen.Table.Column.RIGHT;
import static dev.sluice.cli.screen.Table.Column.SHRINKS;
import static dev.sluice.cli.screen.Table.Column.WRAPS;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TableTest {
  private static Table.Cell cell(String text) {
    return Table.Cell.of(text);
  }

  @Test
  void theWidestColumnThatMayShrinkIsCut() {
    var table = new Table(SHRINKS, FIXED, RIGHT);
    table.add(cell("a name of many words"), cell("fixed"), cell("1 s"));
    table.add(cell("b"), cell("f"), cell("10 s"));

    assertThat(table.lines(30, false))
        .containsExactly("  a name of many…  fixed   1 s", "  b                f      10 s");
  }

  @Test
  void aRowThatLeavesItsEndEmptyHasTheRoom() {
    var table = new Table(FIXED, SHRINKS, RIGHT);
    table.add(cell("a"), cell("short"), cell("1.0 s"));
    table.add(cell("b"), cell("this is much longer"), Table.Cell.EMPTY);

    assertThat(table.lines(24, false))
        .containsExactly("  a  short  1.0 s", "  b  this is much longer");
  }

  @Test
  void aFigureStaysInItsColumnWhereARowLeavesItsEndEmpty() {
    var table = new Table(FIXED, RIGHT, FIXED);
    table.add(cell("a"), cell("118.0 s"), Table.Cell.EMPTY);
    table.add(cell("b"), cell("1.0 s"), cell("not so"));

    assertThat(table.lines(30, false)).containsExactly("  a  118.0 s", "  b    1.0 s  not so");
  }

  @Test
  void aLastColumnThatWrapsGoesOnBeneathItself() {
    var table = new Table(FIXED, WRAPS);
    table.add(cell("why"), cell("one two three four"));

    assertThat(table.lines(18, false)).containsExactly("  why  one two", "       three four");
  }

  @Test
  void colourIsNotCountedAsWidth() {
    var table = new Table(FIXED, RIGHT);
    table.add(new Table.Cell("ok", Tint.GOOD), cell("1 s"));
    table.add(cell("longer"), cell("1 s"));

    assertThat(table.lines(80, true))
        .containsExactly("  \u001b[32mok\u001b[0m      1 s", "  longer  1 s");
  }
}
