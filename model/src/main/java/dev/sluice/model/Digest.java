package dev.sluice.model;

/**
 * A SHA-256 digest.
 *
 * @param hex 64 lower-case hexadecimal digits
 */
public record Digest(String hex) {
  private static final int DIGITS = 64;

  public Digest {
    if (!isValid(hex)) {
      throw new IllegalArgumentException("not a SHA-256 digest in hex: " + hex);
    }
  }

  // By hand: a log of a million events has some five million digests, and a pattern took a fifth of
  // the time of reading it.
  private static boolean isValid(String hex) {
    if (hex.length() != DIGITS) {
      return false;
    }
    for (int i = 0; i < DIGITS; i++) {
      char digit = hex.charAt(i);
      if ((digit < '0' || digit > '9') && (digit < 'a' || digit > 'f')) {
        return false;
      }
    }
    return true;
  }

  /** The first six and last two digits, for people; never for comparison. */
  public String abbreviated() {
    return hex.substring(0, 6) + "…" + hex.substring(62);
  }

  @Override
  public String toString() {
    return hex;
  }
}
