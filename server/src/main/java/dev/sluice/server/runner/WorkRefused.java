package dev.sluice.server.runner;

import java.io.IOException;

/** The server understood and says no: asking again changes nothing. The message is a sentence. */
public final class WorkRefused extends IOException {
  private static final long serialVersionUID = 1;

  private final boolean forGood;

  /**
   * A refusal.
   *
   * @param forGood whether it is the runner itself that is refused, such as for its token
   */
  public WorkRefused(String sentence, boolean forGood) {
    super(sentence);
    this.forGood = forGood;
  }

  public boolean isForGood() {
    return forGood;
  }

  String sentence() {
    return String.valueOf(getMessage());
  }
}
