package dev.sluice.server.dispatch;

import dev.sluice.model.Digest;
import dev.sluice.server.event.PersonName;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.wire.Offer;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A runner asks for work.
 *
 * @param product the only one it may work for; null for all
 * @param untellable bundles whose negative controls it tried to show lately and could not tell
 */
record Ask(PersonName runner, @Nullable ProductName product, Offer offer, Set<Digest> untellable) {
  Ask {
    untellable = Set.copyOf(untellable);
  }
}
