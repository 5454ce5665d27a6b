package dev.sluice.server.dispatch;

/** A runner whose lab key nobody trusts here asks for work. */
public final class UntrustedLab extends Exception {
  private static final long serialVersionUID = 1;

  UntrustedLab(String sentence) {
    super(sentence);
  }

  /** For people: which key, and what helps. */
  public String sentence() {
    return String.valueOf(getMessage());
  }
}
