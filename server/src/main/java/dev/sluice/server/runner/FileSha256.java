package dev.sluice.server.runner;

import dev.sluice.model.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of files that may be large. */
final class FileSha256 {
  private FileSha256() {}

  static Digest of(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return through(in, OutputStream.nullOutputStream());
    }
  }

  /** Copies a file and says what was copied. */
  static Digest copy(Path from, Path to) throws IOException {
    try (InputStream in = Files.newInputStream(from)) {
      return copy(in, to);
    }
  }

  /** Writes a new file and says what was written. */
  static Digest copy(InputStream in, Path to) throws IOException {
    try (OutputStream out = Files.newOutputStream(to)) {
      return through(in, out);
    }
  }

  private static Digest through(InputStream in, OutputStream out) throws IOException {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      in.transferTo(new DigestOutputStream(out, sha256));
      return new Digest(HexFormat.of().formatHex(sha256.digest()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
