package dev.sluice.server.client;

import org.jspecify.annotations.Nullable;

/** The server answered what cannot be: it is none of ours, or something between us changes it. */
public final class AnswerException extends ServerException {
  private static final long serialVersionUID = 1;

  AnswerException(String sentence, @Nullable Throwable cause) {
    super(sentence, cause);
  }
}
