package dev.sluice.proving.environment.qemu;

import dev.sluice.model.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Digests of large files, remembered while size, inode, change and modification time stay the same:
 * hashing a kernel of 53 MB costs a third of a boot.
 */
final class FileDigests {
  private final Path memory;

  /**
   * Digests remembered in a folder.
   *
   * @param memory folder, created when absent
   */
  FileDigests(Path memory) {
    this.memory = memory;
  }

  Digest of(Path file) throws IOException {
    var facts = Files.readAttributes(file, "unix:size,ino,ctime,lastModifiedTime");
    String key = file.toAbsolutePath() + " " + new java.util.TreeMap<>(facts);
    Path entry = memory.resolve(hex(sha256().digest(key.getBytes(StandardCharsets.UTF_8))));
    if (Files.exists(entry)) {
      String remembered = Files.readString(entry, StandardCharsets.ISO_8859_1).strip();
      if (remembered.matches("[0-9a-f]{64}")) {
        return new Digest(remembered);
      }
    }
    Digest digest = hash(file);
    Files.createDirectories(memory);
    Path temporary = Files.createTempFile(memory, "digest", ".tmp");
    Files.writeString(temporary, digest + "\n");
    Files.move(temporary, entry, StandardCopyOption.ATOMIC_MOVE);
    return digest;
  }

  static Digest hash(Path file) throws IOException {
    MessageDigest sha = sha256();
    byte[] buffer = new byte[128 * 1024];
    try (InputStream in = Files.newInputStream(file)) {
      for (int n; (n = in.read(buffer)) >= 0; ) {
        sha.update(buffer, 0, n);
      }
    }
    return new Digest(hex(sha.digest()));
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
