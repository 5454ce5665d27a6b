package dev.sluice.trust.key;

import java.util.regex.Pattern;

/**
 * Names a public key: the SHA-256 of its TUF form in canonical JSON, {@code
 * {"keytype":"ed25519","keyval":{"public":HEX},"scheme":"ed25519"}}.
 *
 * @param hex 64 lower-case hexadecimal digits
 */
public record KeyId(String hex) {
  private static final Pattern SHAPE = Pattern.compile("[0-9a-f]{64}");

  public KeyId {
    if (!isValid(hex)) {
      throw new IllegalArgumentException("not a key id: " + hex);
    }
  }

  public static boolean isValid(String hex) {
    return SHAPE.matcher(hex).matches();
  }

  /** The first eight digits, for people; never for comparison. */
  public String abbreviated() {
    return hex.substring(0, 8);
  }

  @Override
  public String toString() {
    return hex;
  }
}
