package dev.sluice.server.runner;

import dev.sluice.model.Digest;
import dev.sluice.trust.canonical.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which programs are installed, by the digest of their bytes: read once, and again when a file is
 * another. A version would not tell two builds apart. Safe for use by several threads.
 */
public final class KnownPrograms {
  private final Map<Path, Read> programs = new HashMap<>();

  private record Read(FileTime changed, long size, @Nullable Object key, Digest digest) {
    boolean isOf(BasicFileAttributes file) {
      return changed.equals(file.lastModifiedTime())
          && size == file.size()
          && String.valueOf(key).equals(String.valueOf(file.fileKey()));
    }
  }

  synchronized Digest digest(Path program) throws IOException {
    Path real = program.toRealPath();
    BasicFileAttributes file = Files.readAttributes(real, BasicFileAttributes.class);
    Read read = programs.get(real);
    if (read == null || !read.isOf(file)) {
      read = new Read(file.lastModifiedTime(), file.size(), file.fileKey(), Sha256.of(real));
      programs.put(real, read);
    }
    return read.digest();
  }
}
