package dev.sluice.trust.canonical;

import dev.sluice.model.Digest;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256. */
public final class Sha256 {
  private Sha256() {}

  public static Digest of(byte[] bytes) {
    MessageDigest sha = begun();
    sha.update(bytes);
    return of(sha);
  }

  /** Of a file of any size. */
  public static Digest of(Path file) throws IOException {
    MessageDigest sha = begun();
    Files.copy(file, new DigestOutputStream(OutputStream.nullOutputStream(), sha));
    return of(sha);
  }

  /** Of what was fed since it was begun. */
  public static Digest of(MessageDigest fed) {
    return new Digest(HexFormat.of().formatHex(fed.digest()));
  }

  /** To be fed. */
  public static MessageDigest begun() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
