package dev.sluice.proving.candidate;

import dev.sluice.model.Digest;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;

/** Copies a candidate into the work folder while digesting it. */
public final class Intake {
  private Intake() {}

  /** What became of it. */
  public sealed interface Taken {}

  /**
   * The candidate is in.
   *
   * @param copy the prover's own
   * @param size in bytes
   */
  public record Copied(Path copy, Digest digest, long size) implements Taken {}

  /** The pipeline says no: there is a file, and it is not acceptable. */
  public record Refused(String reason) implements Taken {}

  /** The call is wrong: there is nothing here that could be a candidate. */
  public record Unusable(String reason) implements Taken {}

  /** Called while reading; a test changes the file there. */
  interface Watcher {
    void readSome(long soFar) throws IOException;
  }

  /**
   * Copies and digests one file.
   *
   * @param limit of the artifact, in bytes
   * @param into does not exist yet
   * @throws IOException when the copy cannot be written
   */
  public static Taken copy(Path file, long limit, Path into) throws IOException {
    return copy(file, limit, into, soFar -> {});
  }

  static Taken copy(Path file, long limit, Path into, Watcher watcher) throws IOException {
    BasicFileAttributes before;
    Object changedBefore;
    try {
      before = attributes(file);
      changedBefore = statusChange(file);
    } catch (NoSuchFileException e) {
      return new Unusable(file + ": no such file");
    } catch (IOException e) {
      return new Unusable(file + ": cannot be looked at: " + e.getMessage());
    }
    if (before.isSymbolicLink()) {
      return new Unusable(file + ": is a symbolic link; name the file itself");
    }
    if (before.isDirectory()) {
      return new Unusable(file + ": is a directory");
    }
    if (!before.isRegularFile()) {
      return new Unusable(file + ": is not a regular file");
    }
    if (before.size() == 0) {
      return new Refused("the file is empty");
    }
    if (before.size() > limit) {
      return new Refused(
          "the file has " + before.size() + " bytes, more than the limit of " + limit);
    }
    if (!Files.isReadable(file)) {
      return new Unusable(file + ": cannot be read; check its permissions");
    }
    MessageDigest sha = sha256();
    long size = 0;
    try (SeekableByteChannel in =
            Files.newByteChannel(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
        OutputStream out = Files.newOutputStream(into, StandardOpenOption.CREATE_NEW)) {
      ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
      while (in.read(buffer) >= 0) {
        size += buffer.position();
        if (size > before.size()) {
          return changed();
        }
        sha.update(buffer.array(), 0, buffer.position());
        out.write(buffer.array(), 0, buffer.position());
        buffer.clear();
        watcher.readSome(size);
      }
    }
    BasicFileAttributes after;
    Object changedAfter;
    try {
      after = attributes(file);
      changedAfter = statusChange(file);
    } catch (IOException e) {
      return changed();
    }
    boolean same =
        size == before.size()
            && after.size() == before.size()
            && after.lastModifiedTime().equals(before.lastModifiedTime())
            && changedAfter.equals(changedBefore)
            && String.valueOf(after.fileKey()).equals(String.valueOf(before.fileKey()));
    return same
        ? new Copied(into, new Digest(HexFormat.of().formatHex(sha.digest())), size)
        : changed();
  }

  private static Refused changed() {
    return new Refused("the file changed while it was being read");
  }

  private static BasicFileAttributes attributes(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  /** The kernel's own time of change, which no program can set back. */
  private static Object statusChange(Path file) throws IOException {
    return Files.getAttribute(file, "unix:ctime", LinkOption.NOFOLLOW_LINKS);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
