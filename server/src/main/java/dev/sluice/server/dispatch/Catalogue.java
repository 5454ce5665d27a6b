package dev.sluice.server.dispatch;

import dev.sluice.model.Digest;
import dev.sluice.server.event.ProductName;
import java.util.Optional;

/** What is known of bundles. A digest always has the same answer, so decisions may ask. */
public interface Catalogue {
  /** Empty when the bundle cannot be read, so that no run of it can be given out. */
  Optional<BundleFacts> facts(ProductName product, Digest bundle);
}
