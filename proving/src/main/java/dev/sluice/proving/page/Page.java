package dev.sluice.proving.page;

import dev.sluice.model.Result;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the page shows, in its order; every text is clean but not yet escaped. */
record Page(
    Head head,
    List<String> meaning,
    Matrix matrix,
    List<Failing> failing,
    int failingLeftOut,
    List<Timing> timings,
    List<Screenshot> screenshots,
    List<Control> controls,
    String controlsSentence,
    List<Proof> proofs,
    List<Step> again,
    List<Fact> facts) {
  /** The cell of a check that no run made. */
  static final Cell NOT_MADE = new Cell(State.NONE, "");

  /** How something stands: a word and a shape, and a colour that only helps. */
  enum State {
    PASSED("passed", "passed"),
    FAILED("failed", "failed"),
    UNSURE("could not tell", "unsure"),
    NONE("not run", "none");

    final String word;
    final String look;

    State(String word, String look) {
      this.word = word;
      this.look = look;
    }

    static State of(Result result) {
      return switch (result) {
        case PASSED -> PASSED;
        case FAILED -> FAILED;
        case COULD_NOT_TELL -> UNSURE;
      };
    }
  }

  /**
   * The first thing read.
   *
   * @param sentence why
   */
  record Head(
      String product,
      String artifact,
      String version,
      String id,
      String title,
      State state,
      String stateWords,
      String sentence,
      String when) {}

  /** Combinations by checks. */
  record Matrix(List<String> checks, int more, List<Row> rows, boolean hosts) {}

  /** One run, or one that was planned. */
  record Row(
      String id,
      String name,
      String environment,
      String hosts,
      State state,
      String note,
      List<Cell> cells) {}

  /**
   * One check of one run.
   *
   * @param took empty when it was not made
   */
  record Cell(State state, String took) {}

  /** A run that did not pass, with its console beside one that did. */
  record Failing(
      String id,
      String title,
      State state,
      String check,
      String sentence,
      @Nullable Panel left,
      @Nullable Panel right,
      List<String> evidence) {}

  /** One console. */
  record Panel(String title, String what, State state, Excerpt excerpt) {}

  /** The checks of one run, with their times. */
  record Timing(
      String title, State state, String took, String against, boolean open, List<Bar> bars) {}

  /**
   * One check's time.
   *
   * @param share of the longest, in percent
   * @param lastShare the same of the last pass; -1 for none
   */
  record Bar(
      String check, State state, String took, double share, double lastShare, String spoken) {}

  /** A display, as a data URL's content. */
  record Screenshot(String title, String base64, String alt) {}

  /** A negative control. */
  record Control(
      String release, String goesRed, String with, State state, String shown, String lastRed) {}

  /** A signed file. */
  record Proof(String file, String combination, boolean passed) {}

  /** What to do next. */
  record Step(String what, String command) {}

  /** A fact for those who want to know. */
  record Fact(String name, String value) {}
}
