package dev.sluice.server.dispatch;

import dev.sluice.server.event.ProductName;
import dev.sluice.server.labs.LabTrust;
import dev.sluice.trust.key.KeyId;
import dev.sluice.trust.key.LabKey;
import dev.sluice.trust.key.LabPublicKey;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Lab keys that are trusted for every product until a test says otherwise. */
final class KnownLabs implements LabTrust {
  private final List<LabPublicKey> keys = new CopyOnWriteArrayList<>();
  private final Map<KeyId, ProductName> only = new ConcurrentHashMap<>();

  KnownLabs(LabKey... labs) {
    for (LabKey lab : labs) {
      keys.add(lab.publicKey());
    }
  }

  void forget(LabKey lab) {
    keys.remove(lab.publicKey());
  }

  void only(LabKey lab, ProductName product) {
    only.put(lab.id(), product);
  }

  @Override
  public List<LabPublicKey> keys(ProductName product) {
    return keys.stream().filter(key -> refusal(product, key.id()) == null).toList();
  }

  @Override
  public @Nullable String refusal(@Nullable ProductName product, KeyId lab) {
    boolean trusted =
        keys.stream().anyMatch(key -> key.id().equals(lab))
            && (product == null || only.getOrDefault(lab, product).equals(product));
    return trusted ? null : "is not trusted here";
  }
}
