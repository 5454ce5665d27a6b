package dev.sluice.proving.environment.qemu;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Java's I/O messages are often a bare path; people need to know what is wrong with it. */
final class Sentences {
  private Sentences() {}

  static String of(IOException e) {
    return switch (e) {
      case NoSuchFileException absent -> "there is no file " + absent.getFile();
      case FileSystemException fs when fs.getReason() != null ->
          fs.getFile() + ": " + fs.getReason();
      default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    };
  }
}
