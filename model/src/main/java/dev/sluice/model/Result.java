package dev.sluice.model;

/** The result of a check or run. Only {@link #PASSED} ever advances a release. */
public enum Result {
  PASSED("passed", "●"),
  COULD_NOT_TELL("could-not-tell", "◇"),
  FAILED("failed", "▲");

  private final String word;
  private final String shape;

  Result(String word, String shape) {
    this.word = word;
    this.shape = shape;
  }

  /** As in JSON and on screens: {@code could-not-tell}. */
  public String word() {
    return word;
  }

  /** One glyph that tells the results apart without colour. */
  public String shape() {
    return shape;
  }

  /** Failed before could-not-tell before passed: one red run makes the whole red. */
  public Result worse(Result other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
