package dev.sluice.proving.environment;

/** The prover could not find out: never a verdict on a candidate. The message is a sentence. */
public final class EnvironmentException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public EnvironmentException(String sentence) {
    super(sentence);
  }

  public EnvironmentException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
