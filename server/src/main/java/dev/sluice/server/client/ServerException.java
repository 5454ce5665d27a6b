package dev.sluice.server.client;

import java.io.IOException;

/** A call that did not do what it was to do. The message is a sentence for people. */
public abstract sealed class ServerException extends IOException
    permits ProblemException, UnreachableException, AnswerException {
  private static final long serialVersionUID = 1;

  ServerException(String sentence, @org.jspecify.annotations.Nullable Throwable cause) {
    super(sentence, cause);
  }
}
