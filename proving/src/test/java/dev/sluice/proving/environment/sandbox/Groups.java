package dev.sluice.proving.environment.sandbox;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Control groups of this host. */
final class Groups {
  private static final int DEEPEST = 6;

  private Groups() {}

  /** Those that a prover made. */
  static List<Path> of(long prover) throws IOException {
    List<Path> found = new ArrayList<>();
    Files.walkFileTree(
        Path.of("/sys/fs/cgroup"),
        Set.of(),
        DEEPEST,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path group, BasicFileAttributes known) {
            if (String.valueOf(group.getFileName()).startsWith("sluice-" + prover + "-")) {
              found.add(group);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path gone, IOException why) {
            return FileVisitResult.CONTINUE; // somebody else's, removed meanwhile
          }

          @Override
          public FileVisitResult postVisitDirectory(Path group, @Nullable IOException why) {
            return FileVisitResult.CONTINUE; // the same
          }
        });
    return found;
  }
}
