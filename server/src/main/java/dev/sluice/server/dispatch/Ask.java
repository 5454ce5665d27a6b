package dev.sluice.server.dispatch;

import dev.sluice.model.Digest;
import dev.sluice.server.event.PersonName;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.labs.LabTrust;
import dev.sluice.server.wire.Offer;
import dev.sluice.trust.key.KeyId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A runner asks for work.
 *
 * @param product the only one it may work for; null for all
 * @param lab the key that it signs with
 * @param trust by which a product may be none of its business
 * @param untellable bundles whose negative controls it tried to show lately and could not tell
 */
record Ask(
    PersonName runner,
    @Nullable ProductName product,
    Offer offer,
    KeyId lab,
    LabTrust trust,
    Set<Digest> untellable) {
  Ask {
    untellable = Set.copyOf(untellable);
  }

  /** Whether runs of a product may be given to it. */
  boolean mayWorkFor(ProductName wanted) {
    return (product == null || product.equals(wanted)) && trust.trusts(wanted, lab);
  }
}
