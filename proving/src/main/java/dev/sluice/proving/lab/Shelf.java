package dev.sluice.proving.lab;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;

/** Where the folders of evidence stand, one a prove, each filled at once. */
final class Shelf {
  private static final int MOST_FOLDERS = 1_000_000;

  private final Path out;
  private final String prefix;

  /**
   * A shelf, made when it is absent.
   *
   * @param prefix of the folders' names
   */
  Shelf(Path out, String prefix) throws IOException {
    this.out = Files.createDirectories(out);
    this.prefix = prefix;
  }

  Path out() {
    return out;
  }

  /** Takes the next free name, empty until {@link #publish} fills it. */
  Path reserve(Chronicle chronicle) throws IOException {
    for (int i = chronicle.next(prefix, firstFree(prefix)); i < MOST_FOLDERS; ) {
      Path folder = out.resolve(prefix + "-" + i);
      try {
        return Files.createDirectory(folder);
      } catch (FileAlreadyExistsException e) {
        i = chronicle.next(prefix, i + 1); // an earlier prove's, or one that runs now
      }
    }
    throw new IOException("too many folders of this release");
  }

  /** Takes a name that no folder has or will have. */
  String name(String otherPrefix, Chronicle chronicle) {
    return otherPrefix + "-" + chronicle.next(otherPrefix, firstFree(otherPrefix));
  }

  private int firstFree(String ofPrefix) {
    int i = 1;
    while (i < MOST_FOLDERS && Files.exists(out.resolve(ofPrefix + "-" + i))) {
      i++;
    }
    return i;
  }

  void publish(Path gathered, Path reserved) throws IOException {
    Path partial = out.resolve("." + reserved.getFileName() + ".partial");
    try {
      Files.createDirectory(partial);
      try (Stream<Path> files = Files.list(gathered)) {
        for (Path file : files.toList()) {
          Files.copy(file, partial.resolve(file.getFileName()));
        }
      }
      Files.move(partial, reserved, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      discard(partial);
      Files.deleteIfExists(reserved);
      throw e;
    }
  }

  private static void discard(Path partial) throws IOException {
    if (Files.exists(partial)) {
      try (Stream<Path> files = Files.list(partial)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(partial);
    }
  }
}
