package dev.sluice.server.ledger;

/** The store does not do its work; nothing was appended. */
public final class LedgerException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final boolean full;

  /**
   * With a sentence for people.
   *
   * @param full whether there is no room left, so that it may work again by itself
   */
  public LedgerException(String sentence, boolean full, Throwable cause) {
    super(sentence, cause);
    this.full = full;
  }

  /** With a sentence for people, when nothing beneath broke. */
  public LedgerException(String sentence) {
    super(sentence);
    this.full = false;
  }

  public boolean isFull() {
    return full;
  }
}
