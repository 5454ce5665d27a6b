package dev.sluice.cli.screen;

import dev.sluice.model.Result;
import dev.sluice.server.wire.WireRelease;

/**
 * Where a release of a server is on its road, for people. Words that a newer server may have count
 * as under way.
 */
public enum Stage {
  SUBMITTED("submitted", "○", Tint.QUIET),
  PROVING("proving", "◐", Tint.NONE),
  PROVEN("proven", "●", Tint.GOOD),
  HANDED_ON("handed-on", "●", Tint.GOOD),
  DISPUTED("disputed", "◇", Tint.UNSURE),
  UNDECIDED("could-not-tell", "◇", Tint.UNSURE),
  SUPERSEDED("superseded", "◇", Tint.QUIET),
  REFUSED("refused", "▲", Tint.BAD),
  STOPPED("stopped", "▲", Tint.BAD);

  private final String word;
  private final String shape;
  private final Tint tint;

  Stage(String word, String shape, Tint tint) {
    this.word = word;
    this.shape = shape;
    this.tint = tint;
  }

  public static Stage of(WireRelease release) {
    for (Stage stage : values()) {
      if (stage.word.equals(release.state())) {
        return stage;
      }
    }
    return PROVING;
  }

  Table.Cell cell() {
    return new Table.Cell(shape + " " + word.replace('-', ' '), tint);
  }

  /** Whether nothing more is to be waited for: nothing more comes, or only by a person. */
  public boolean isDecided() {
    return switch (this) {
      case SUBMITTED, PROVING -> false;
      case PROVEN, HANDED_ON, DISPUTED, UNDECIDED, SUPERSEDED, REFUSED, STOPPED -> true;
    };
  }

  /**
   * What it means for who waits: passed only where it is proven. A release that was superseded or
   * is disputed was not shown to work, which must not read like a yes.
   */
  public Result result() {
    return switch (this) {
      case PROVEN, HANDED_ON -> Result.PASSED;
      case REFUSED, STOPPED -> Result.FAILED;
      case SUBMITTED, PROVING, DISPUTED, UNDECIDED, SUPERSEDED -> Result.COULD_NOT_TELL;
    };
  }
}
