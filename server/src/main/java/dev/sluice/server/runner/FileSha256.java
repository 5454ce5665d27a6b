package dev.sluice.server.runner;

import dev.sluice.model.Digest;
import dev.sluice.trust.canonical.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;

/** Copies of files that may be large, and the SHA-256 of what was copied. */
final class FileSha256 {
  private FileSha256() {}

  /** Copies a file and says what was copied. */
  static Digest copy(Path from, Path to) throws IOException {
    try (InputStream in = Files.newInputStream(from)) {
      return copy(in, to);
    }
  }

  /** Writes a new file and says what was written. */
  static Digest copy(InputStream in, Path to) throws IOException {
    MessageDigest sha = Sha256.begun();
    try (OutputStream out = new DigestOutputStream(Files.newOutputStream(to), sha)) {
      in.transferTo(out);
    }
    return Sha256.of(sha);
  }
}
