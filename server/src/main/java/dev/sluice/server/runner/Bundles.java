package dev.sluice.server.runner;

import dev.sluice.model.Digest;
import dev.sluice.proving.lab.Product;
import dev.sluice.server.bundle.BundleFolders;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.wire.Assignment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
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

  /**
   * Removes what older bundles left; to be called before the first loop runs.
   *
   * @param kept folders of each product that stay, the newest
   */
  public void prune(int kept) throws IOException {
    if (!Files.isDirectory(root)) {
      return;
    }
    try (Stream<Path> folders = Files.list(root)) {
      for (Path product : folders.filter(Files::isDirectory).toList()) {
        for (Path old : newestFirst(product).stream().skip(kept).toList()) {
          Trees.delete(old);
        }
      }
    }
  }

  private static List<Path> newestFirst(Path product) throws IOException {
    Map<Path, FileTime> made = new HashMap<>();
    try (Stream<Path> folders = Files.list(product)) {
      for (Path folder : folders.filter(Files::isDirectory).toList()) {
        made.put(folder, Files.getLastModifiedTime(folder));
      }
    }
    return made.entrySet().stream()
        .sorted(Map.Entry.<Path, FileTime>comparingByValue().reversed())
        .map(Map.Entry::getKey)
        .toList();
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
