package dev.sluice.model;

import java.util.regex.Pattern;

/**
 * A SHA-256 digest.
 *
 * @param hex 64 lower-case hexadecimal digits
 */
public record Digest(String hex) {
  private static final Pattern SHAPE = Pattern.compile("[0-9a-f]{64}");

  public Digest {
    if (!SHAPE.matcher(hex).matches()) {
      throw new IllegalArgumentException("not a SHA-256 digest in hex: " + hex);
    }
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
