package dev.sluice.trust.canonical;

/**
 * Bytes from outside are not what they should be. Checked, so that no caller that reads a
 * stranger's file can forget it; the message is a sentence for people, without the file's name.
 */
public final class MalformedInput extends Exception {
  private static final long serialVersionUID = 1L;

  public MalformedInput(String sentence) {
    super(sentence);
  }

  /** Always present. */
  public String sentence() {
    return String.valueOf(getMessage());
  }
}
