package dev.sluice.proving.environment.qemu;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What a prover's cache folder holds beside warm states: images, and what they were made from. */
public final class CacheContents {
  private CacheContents() {}

  /**
   * One thing that can be removed by hand and is made again when it is needed.
   *
   * @param name below the cache folder, such as {@code images/debian-0f…}
   * @param bytes its files' sizes together
   */
  public record Item(String name, long bytes) {}

  /** Each image by itself, the downloads together; by name. */
  public static List<Item> images(Path cache) throws IOException {
    List<Item> items = new ArrayList<>();
    Path images = cache.resolve("images");
    if (Files.isDirectory(images)) {
      try (var folders = Files.newDirectoryStream(images)) {
        for (Path folder : folders) {
          if (Files.isDirectory(folder)) {
            items.add(new Item("images/" + folder.getFileName(), bytes(folder)));
          }
        }
      }
    }
    items.sort(Comparator.comparing(Item::name));
    if (Files.isDirectory(cache.resolve("downloads"))) {
      items.add(new Item("downloads", bytes(cache.resolve("downloads"))));
    }
    return items;
  }

  private static long bytes(Path folder) throws IOException {
    long[] sum = {0};
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            sum[0] += attributes.isRegularFile() ? attributes.size() : 0;
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE; // a prover is at work
            }
            throw e;
          }
        });
    return sum[0];
  }
}
