package dev.sluice.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that a command was told to write, with the folders on the way to it. */
final class OutFile {
  private OutFile() {}

  /**
   * Writes it; what was there is replaced.
   *
   * @param command for the message when it cannot be written
   * @param sources what the command read, and must never replace
   */
  static void write(String command, Path to, String text, Path... sources) {
    if (Files.isDirectory(to)) {
      throw new Unusable(
          "sluice %s: %s is a folder; name a file, such as %s"
              .formatted(command, to, to.resolve("result")));
    }
    try {
      for (Path source : sources) {
        if (Files.exists(to) && Files.isSameFile(to, source)) {
          throw new Unusable(
              "sluice %s: %s is the file of outcomes itself; nothing was written there"
                  .formatted(command, to));
        }
      }
      if (to.getParent() != null) {
        Files.createDirectories(to.getParent());
      }
      Files.writeString(to, text, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new Unusable(
          "sluice %s: a file cannot be written: %s".formatted(command, Unusable.reason(e)));
    }
  }
}
