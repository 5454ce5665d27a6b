package dev.sluice.model.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Files of the repository, and texts that are compared with one of them. */
final class Golden {
  private Golden() {}

  static Path repository() {
    Path folder = Path.of("").toAbsolutePath();
    return folder.endsWith("model") ? folder.resolveSibling(".").normalize() : folder;
  }

  static Path resource(String name) {
    return repository().resolve("model/src/test/resources/pipeline").resolve(name);
  }

  static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Files of a folder with this ending, by name. */
  static List<Path> files(Path folder, String ending) {
    try (var files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void compare(Path file, String actual) {
    if (Boolean.getBoolean("golden.write")) {
      try {
        Files.writeString(file, actual);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    assertThat(Files.exists(file) ? text(file) : "")
        .as(
            "%s: when the new text is right, write it with"
                + " mvn -Dfast -pl model test -Dgolden.write=true and review the difference",
            repository().relativize(file))
        .isEqualTo(actual);
  }
}
