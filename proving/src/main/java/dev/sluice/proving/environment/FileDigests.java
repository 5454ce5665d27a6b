package dev.sluice.proving.environment;

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
import java.util.TreeMap;

/**
 * Digests of large files, remembered while size, inode, change and modification time stay the same:
 * hashing a kernel of 53 MB costs a third of a boot.
 */
public final class FileDigests {
  private final Path memory;

  /**
   * Digests remembered in a folder.
   *
   * @param memory folder, created when absent
   */
  public FileDigests(Path memory) {
    this.memory = memory;
  }

  /** What takes long. */
  public interface Making {
    Digest make() throws IOException;
  }

  public Digest of(Path file) throws IOException {
    var known = Files.readAttributes(file, "unix:size,ino,ctime,lastModifiedTime");
    MessageDigest facts = sha256();
    facts.update(
        (file.toAbsolutePath() + " " + new TreeMap<>(known)).getBytes(StandardCharsets.UTF_8));
    return of(facts, () -> hash(file));
  }

  /**
   * A digest that was made before or is made now.
   *
   * @param facts all that it hangs on and that is quickly known
   */
  public Digest of(MessageDigest facts, Making making) throws IOException {
    Path entry = memory.resolve(hex(facts.digest()));
    if (Files.exists(entry)) {
      String remembered = Files.readString(entry, StandardCharsets.ISO_8859_1).strip();
      if (remembered.matches("[0-9a-f]{64}")) {
        return new Digest(remembered);
      }
    }
    Digest digest = making.make();
    Files.createDirectories(memory);
    Path temporary = Files.createTempFile(memory, "digest", ".tmp");
    Files.writeString(temporary, digest + "\n");
    Files.move(temporary, entry, StandardCopyOption.ATOMIC_MOVE);
    return digest;
  }

  public static Digest hash(Path file) throws IOException {
    MessageDigest sha = sha256();
    add(file, sha);
    return new Digest(hex(sha.digest()));
  }

  /** Adds a file's content. */
  public static void add(Path file, MessageDigest to) throws IOException {
    byte[] buffer = new byte[128 * 1024];
    try (InputStream in = Files.newInputStream(file)) {
      for (int n; (n = in.read(buffer)) >= 0; ) {
        to.update(buffer, 0, n);
      }
    }
  }

  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  public static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
