package dev.sluice.server.labs;

import dev.sluice.server.event.ProductName;
import dev.sluice.trust.key.KeyId;
import dev.sluice.trust.key.LabPublicKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whose proofs count now; a moment later others may. Safe for use by several threads. */
public interface LabTrust {
  /** The keys by which proofs of a product may be signed. */
  List<LabPublicKey> keys(ProductName product);

  /**
   * Why a key is not believed, and what helps: a clause that follows the key's name, safe for a
   * terminal. Null when it is believed.
   *
   * @param product of the proof; null for whether it is believed for any product at all
   */
  @Nullable String refusal(@Nullable ProductName product, KeyId lab);

  /** Whether proofs of a product by this key count. */
  default boolean trusts(ProductName product, KeyId lab) {
    return refusal(product, lab) == null;
  }
}
