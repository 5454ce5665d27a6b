package dev.sluice.server.client;

import org.jspecify.annotations.Nullable;

/** The server cannot be reached, or does not get to answer; what was asked may have been done. */
public final class UnreachableException extends ServerException {
  private static final long serialVersionUID = 1;

  UnreachableException(String sentence, @Nullable Throwable cause) {
    super(sentence, cause);
  }
}
