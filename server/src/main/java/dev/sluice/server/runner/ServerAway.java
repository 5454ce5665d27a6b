package dev.sluice.server.runner;

import java.io.IOException;

/** The server cannot be reached, or does not get to answer: asking again later may help. */
public final class ServerAway extends IOException {
  private static final long serialVersionUID = 1;

  public ServerAway(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
