package dev.sluice.proving.workplace;

/**
 * The host did not let the prover work: disk, processes, permissions. The message is a sentence.
 */
public final class WorkplaceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public WorkplaceException(String sentence) {
    super(sentence);
  }

  public WorkplaceException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
