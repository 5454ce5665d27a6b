package dev.sluice.server.ledger;

import dev.sluice.model.Digest;
import dev.sluice.server.event.ProductName;
import dev.sluice.trust.canonical.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** What chains a product's entries: each one's hash is over the one before it, too. */
public final class Chain {
  private Chain() {}

  /** What stands before a product's first entry: SHA-256 of its name. */
  public static Digest before(ProductName product) {
    MessageDigest sha = Sha256.begun();
    sha.update(product.value().getBytes(StandardCharsets.UTF_8));
    return Sha256.of(sha);
  }

  /**
   * What a line's hash must be: SHA-256 over all its other fields, each as {@code length:text,}
   * (the length in bytes of UTF-8), so that no two lines give the same bytes.
   */
  public static Digest hash(Line line) {
    MessageDigest sha = Sha256.begun();
    field(sha, line.previous());
    field(sha, line.product());
    field(sha, Long.toString(line.number()));
    field(sha, Long.toString(line.time()));
    field(sha, line.actor());
    field(sha, line.token() == null ? "" : line.token());
    field(sha, line.cause());
    field(sha, line.trace());
    field(sha, Integer.toString(line.format()));
    field(sha, line.type());
    field(sha, line.body());
    return Sha256.of(sha);
  }

  private static void field(MessageDigest sha, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    sha.update(Integer.toString(bytes.length).getBytes(StandardCharsets.US_ASCII));
    sha.update((byte) ':');
    sha.update(bytes);
    sha.update((byte) ',');
  }
}
