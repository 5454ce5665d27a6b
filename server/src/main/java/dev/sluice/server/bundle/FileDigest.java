package dev.sluice.server.bundle;

import dev.sluice.model.Digest;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The digest of a file of any size. */
final class FileDigest {
  private FileDigest() {}

  static Digest of(Path file) throws IOException {
    return read(file).digest();
  }

  /** What was read at once: a file may grow meanwhile. */
  record Read(Digest digest, long size) {}

  static Read read(Path file) throws IOException {
    try (var in = new DigestInputStream(Files.newInputStream(file), sha256())) {
      long size = in.transferTo(OutputStream.nullOutputStream());
      return new Read(new Digest(HexFormat.of().formatHex(in.getMessageDigest().digest())), size);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
