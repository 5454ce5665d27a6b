package dev.sluice.server.dispatch;

import dev.sluice.model.Digest;
import dev.sluice.server.admit.Bundles;
import dev.sluice.server.event.ProductName;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What is known of bundles, from their content. */
public final class OpenedBundles implements Catalogue {
  private static final System.Logger LOG = System.getLogger(OpenedBundles.class.getName());

  private final Bundles bundles;
  private final Map<Key, BundleFacts> known = new ConcurrentHashMap<>();

  private record Key(ProductName product, Digest bundle) {}

  public OpenedBundles(Bundles bundles) {
    this.bundles = bundles;
  }

  @Override
  public Optional<BundleFacts> facts(ProductName product, Digest bundle) {
    var key = new Key(product, bundle);
    BundleFacts facts = known.get(key);
    if (facts != null) {
      return Optional.of(facts);
    }
    try {
      Bundles.Opened opened = bundles.open(product, bundle);
      facts = BundleFacts.of(bundle, opened.bundle(), opened.pipeline());
      known.put(key, facts);
      return Optional.of(facts);
    } catch (IOException | IllegalArgumentException e) {
      LOG.log(
          System.Logger.Level.ERROR,
          "no run of " + product + " is given out: " + e.getMessage(),
          e);
      return Optional.empty();
    }
  }
}
