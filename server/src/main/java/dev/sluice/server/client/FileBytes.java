package dev.sluice.server.client;

import dev.sluice.model.Digest;
import dev.sluice.trust.canonical.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;

/**
 * What a file holds.
 *
 * @param size in bytes
 */
public record FileBytes(Digest digest, long size) {
  private static final int BUFFER = 64 * 1024;

  /** Reads all of it. */
  public static FileBytes of(Path file) throws IOException {
    MessageDigest sha = sha256();
    long size = feed(file, sha);
    return new FileBytes(digest(sha), size);
  }

  /** Feeds all of a file to a digest; gives its size. */
  static long feed(Path file, MessageDigest sha) throws IOException {
    long size = 0;
    try (InputStream in = Files.newInputStream(file)) {
      byte[] buffer = new byte[BUFFER];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        sha.update(buffer, 0, read);
        size += read;
      }
    }
    return size;
  }

  /** A piece; shorter than asked for where the file ends. */
  static byte[] piece(Path file, long from, int most) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer buffer = ByteBuffer.allocate(most);
      while (buffer.hasRemaining() && channel.read(buffer, from + buffer.position()) >= 0) {
        // Reads until the piece or the file is at its end.
      }
      byte[] bytes = new byte[buffer.position()];
      buffer.flip().get(bytes);
      return bytes;
    }
  }

  static Digest digest(MessageDigest sha) {
    return Sha256.of(sha);
  }

  static MessageDigest sha256() {
    return Sha256.begun();
  }
}
