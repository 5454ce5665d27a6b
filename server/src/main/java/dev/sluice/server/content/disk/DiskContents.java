package dev.sluice.server.content.disk;

import dev.sluice.server.content.ContentStore;
import dev.sluice.server.content.Contents;
import dev.sluice.server.event.ProductName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A folder for each product. One process at a time uses them. */
public final class DiskContents implements Contents {
  private final Path folder;
  private final Disk disk;
  private final long reserve;
  private final Map<ProductName, DiskContent> stores = new ConcurrentHashMap<>();

  /**
   * In a folder, which is made when it is not there.
   *
   * @param reserve bytes that stay free for the log and everything else
   */
  public DiskContents(Path folder, long reserve) throws IOException {
    this(folder, reserve, new LocalDisk());
  }

  DiskContents(Path folder, long reserve, Disk disk) throws IOException {
    this.folder = folder;
    this.disk = disk;
    this.reserve = reserve;
    Files.createDirectories(folder);
  }

  @Override
  public ContentStore of(ProductName product) {
    return stores.computeIfAbsent(product, this::open);
  }

  /**
   * Removes uploads that were never finished, of every product.
   *
   * @param before of which nothing has arrived since then
   * @return how many
   */
  public int removeUnfinished(Instant before) throws IOException {
    int removed = 0;
    try (DirectoryStream<Path> products = Files.newDirectoryStream(folder, Files::isDirectory)) {
      for (Path product : products) {
        String name = String.valueOf(product.getFileName());
        if (ProductName.isValid(name)) {
          removed +=
              stores.computeIfAbsent(new ProductName(name), this::open).removeUnfinished(before);
        }
      }
    }
    return removed;
  }

  private DiskContent open(ProductName product) {
    try {
      return new DiskContent(folder.resolve(product.value()), reserve, disk);
    } catch (IOException e) {
      throw new UncheckedIOException("the folder for content of " + product + " fails", e);
    }
  }
}
