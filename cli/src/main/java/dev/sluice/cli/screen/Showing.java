package dev.sluice.cli.screen;

import dev.sluice.model.Result;
import dev.sluice.proving.lab.Answer;
import dev.sluice.proving.run.CheckResult;
import dev.sluice.proving.run.RunReport;
import org.jspecify.annotations.Nullable;

/**
 * What the showing of a negative control came to.
 *
 * @param wentRed the check that failed; null when none did
 */
public record Showing(Shown shown, @Nullable String wentRed) {
  /** The word and what it means for the suite. */
  public enum Shown {
    /** Red at the check named: the suite still sees it. */
    RED("red", Result.PASSED),
    /** Passed, or failed elsewhere: the suite does not see what it must see. */
    GREEN("green", Result.FAILED),
    COULD_NOT_TELL("could-not-tell", Result.COULD_NOT_TELL);

    private final String word;
    private final Result meaning;

    Shown(String word, Result meaning) {
      this.word = word;
      this.meaning = meaning;
    }

    public String word() {
      return word;
    }

    public Result meaning() {
      return meaning;
    }
  }

  public static Showing of(Answer.Showing showing) {
    if (!(showing.report() instanceof RunReport.Finished run)
        || run.result() == Result.COULD_NOT_TELL) {
      return new Showing(Shown.COULD_NOT_TELL, null);
    }
    String wentRed =
        run.result() == Result.FAILED ? run.deciding().map(CheckResult::name).orElse(null) : null;
    boolean asNamed = showing.control().goesRed().equals(wentRed);
    return new Showing(asNamed ? Shown.RED : Shown.GREEN, wentRed);
  }
}
