package dev.sluice.server.runner;

import dev.sluice.model.Digest;
import dev.sluice.proving.lab.Product;
import dev.sluice.server.bundle.BundleFolders;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.wire.Assignment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The bundles that a runner has, apart by product; shared by its loops. */
public final class Bundles {
  private final Path root;
  private final @Nullable Path own;
  private final Map<ProductName, BundleFolders> products = new ConcurrentHashMap<>();

  /**
   * None yet.
   *
   * @param root of this process alone
   * @param own has the files that bundles leave out, by their paths; null when there are none
   */
  public Bundles(Path root, @Nullable Path own) {
    this.root = root;
    this.own = own;
  }

  Product open(WorkSource source, Assignment assignment) throws IOException, InterruptedException {
    var product = new ProductName(assignment.product());
    return products
        .computeIfAbsent(product, name -> new BundleFolders(root.resolve(name.value()), own))
        .open(
            new Digest(assignment.bundle()),
            (content, into) -> source.fetch(assignment, content, into));
  }
}
