package dev.sluice.server.client;

import org.jspecify.annotations.Nullable;

/** The server cannot be reached, or does not get to answer; what was asked may have been done. */
public final class UnreachableException extends ServerException {
  private static final long serialVersionUID = 1;

  private final boolean forGood;

  UnreachableException(String sentence, @Nullable Throwable cause) {
    this(sentence, cause, false);
  }

  UnreachableException(String sentence, @Nullable Throwable cause, boolean forGood) {
    super(sentence, cause);
    this.forGood = forGood;
  }

  /** Whether another try changes nothing: its certificate is not trusted. */
  public boolean isForGood() {
    return forGood;
  }
}
