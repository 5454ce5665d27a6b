package dev.sluice.server.fetch;

import java.io.IOException;

/** A URL that is not allowed or gives nothing usable; the sentence is for whoever named it. */
public final class FetchException extends IOException {
  private static final long serialVersionUID = 1;

  public FetchException(String sentence) {
    super(sentence);
  }

  FetchException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
