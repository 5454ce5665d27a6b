package dev.sluice.server.content.disk;

import dev.sluice.server.content.ContentStore;
import dev.sluice.server.content.Contents;
import dev.sluice.server.event.ProductName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

  private DiskContent open(ProductName product) {
    try {
      return new DiskContent(folder.resolve(product.value()), reserve, disk);
    } catch (IOException e) {
      throw new UncheckedIOException("the folder for content of " + product + " fails", e);
    }
  }
}
