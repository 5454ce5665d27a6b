package dev.sluice.trust.proof;

import dev.sluice.trust.key.LabPublicKey;
import java.util.List;

/**
 * Whose signatures count, and how many of them are needed. Signatures of one key count once, under
 * however many names it is listed.
 *
 * @param keys may be empty: then everything is refused
 * @param threshold at least 1
 */
public record TrustedKeys(List<LabPublicKey> keys, int threshold) {
  public TrustedKeys {
    keys = keys.stream().distinct().toList();
    if (threshold < 1) {
      throw new IllegalArgumentException("a threshold below 1 trusts everybody: " + threshold);
    }
  }

  /** One valid signature of any of the keys is enough. */
  public static TrustedKeys anyOf(List<LabPublicKey> keys) {
    return new TrustedKeys(keys, 1);
  }
}
