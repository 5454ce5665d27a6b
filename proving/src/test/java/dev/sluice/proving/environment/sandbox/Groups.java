package dev.sluice.proving.environment.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Control groups of this host. */
final class Groups {
  private Groups() {}

  /** Those that a prover made. */
  static List<Path> of(long prover) throws IOException {
    try (Stream<Path> all =
        Files.find(
            Path.of("/sys/fs/cgroup"),
            6,
            (path, attributes) ->
                attributes.isDirectory()
                    && path.getFileName().toString().startsWith("sluice-" + prover + "-"))) {
      return all.toList();
    }
  }
}
