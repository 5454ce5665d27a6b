package dev.sluice.server.client;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Files that are whole or not there, whatever happens to the machine. */
final class Durable {
  private Durable() {}

  /** Puts a file in the place of another, in the same folder. */
  static void move(Path from, Path to) throws IOException {
    force(from);
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    // The folder too: without it the rename itself can vanish.
    Path folder = to.toAbsolutePath().getParent();
    if (folder != null) {
      force(folder);
    }
  }

  private static void force(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
