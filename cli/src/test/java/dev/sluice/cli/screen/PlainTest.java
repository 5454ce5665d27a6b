package dev.sluice.cli.screen;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlainTest {
  @Test
  void whatMovesTheCursorOrTurnsTheTextIsTakenOut() {
    assertThat(Plain.of("a\u001b[2Jb\r\n\tc\u202e\u200bd\u009b\ue000\u2028")).isEqualTo("a[2Jb cd");
  }

  @Test
  void wideCharactersCountTwiceAndCombiningOnesNot() {
    assertThat(Plain.width("漢字")).isEqualTo(4);
    assertThat(Plain.width("e\u0301")).isEqualTo(1);
    assertThat(Plain.width("▲ ● ◇ ○ · …")).isEqualTo(11);
    assertThat(Plain.cut("漢字漢字", 5)).isEqualTo("漢字…");
  }

  @Test
  void aTextThatFitsIsNotCut() {
    assertThat(Plain.cut("seven77", 7)).isEqualTo("seven77");
    assertThat(Plain.cut("eight888", 7)).isEqualTo("eight8…");
  }

  @Test
  void aWordLongerThanALineIsCut() {
    assertThat(Plain.wrapped("a bbbbbbbbbb c", 5)).containsExactly("a", "bbbb…", "c");
  }
}
