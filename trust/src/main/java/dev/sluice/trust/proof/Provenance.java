package dev.sluice.trust.proof;

import dev.sluice.model.Digest;
import dev.sluice.trust.canonical.Json;
import dev.sluice.trust.canonical.JsonReader;
import dev.sluice.trust.canonical.MalformedInput;
import dev.sluice.trust.canonical.PlainText;
import dev.sluice.trust.key.LabPublicKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says where a release comes from: an in-toto statement of any predicate, such as SLSA provenance,
 * in a DSSE envelope, or a detached Ed25519 signature over the content.
 */
public final class Provenance {
  /** A file larger than this is refused unread: 1 MiB. */
  public static final int LIMIT = 1 << 20;

  /** Ed25519 wants a message whole, so that larger content needs a statement: 64 MiB. */
  public static final long MOST_SIGNED = 64L << 20;

  private static final int SIGNATURE = 64;

  private Provenance() {}

  /** What came of verifying. */
  public sealed interface Verified {}

  /**
   * A listed key vouches for the content.
   *
   * @param predicate the predicate's type; null of a detached signature
   */
  public record Known(LabPublicKey by, @Nullable String predicate) implements Verified {}

  /**
   * Nobody listed does.
   *
   * @param reason for people, without a full stop; safe for a terminal
   */
  public record Unknown(String reason) implements Verified {}

  /** The content that is vouched for; read only where a detached signature needs it. */
  public interface Content {
    Digest digest();

    long size();

    byte[] bytes() throws IOException;
  }

  /**
   * Whether one of the keys vouches for the content. Never throws because of the file's bytes.
   *
   * @param file DSSE JSON, or a signature: 64 bytes, or those in base64
   * @throws IOException when the content cannot be read
   */
  public static Verified verify(byte[] file, Content content, List<LabPublicKey> keys)
      throws IOException {
    try {
      byte @Nullable [] signature = signature(file);
      return signature == null
          ? statement(file, content, keys)
          : detached(signature, content, keys);
    } catch (MalformedInput e) {
      return new Unknown("not a statement of provenance: " + e.sentence());
    }
  }

  private static byte @Nullable [] signature(byte[] file) {
    if (file.length == SIGNATURE) {
      return file;
    }
    if (file.length > 2 * SIGNATURE) {
      return null;
    }
    try {
      byte[] decoded =
          Base64.getDecoder().decode(new String(file, StandardCharsets.ISO_8859_1).strip());
      return decoded.length == SIGNATURE ? decoded : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static Verified detached(byte[] signature, Content content, List<LabPublicKey> keys)
      throws IOException {
    if (content.size() > MOST_SIGNED) {
      return new Unknown(
          "a detached signature can be checked for up to 64 MiB; sign an in-toto statement instead");
    }
    byte[] bytes = content.bytes();
    for (LabPublicKey key : keys) {
      if (key.verifies(bytes, signature)) {
        return new Known(key, null);
      }
    }
    return new Unknown("no listed key made this signature of this content");
  }

  private static Verified statement(byte[] file, Content content, List<LabPublicKey> keys)
      throws MalformedInput {
    Envelope envelope = Envelope.read(file, LIMIT);
    List<LabPublicKey> signedBy = envelope.signedBy(keys);
    if (signedBy.isEmpty()) {
      return new Unknown("no listed key signed the statement");
    }
    if (!envelope.payloadType().equals(Envelope.IN_TOTO)) {
      return new Unknown(
          "a listed key signed it, but as "
              + PlainText.quoted(envelope.payloadType())
              + ", which is no in-toto statement");
    }
    Json.Fields statement = JsonReader.readFields(envelope.payload(), LIMIT);
    for (Json subject : statement.items("subject")) {
      if (subject instanceof Json.Fields fields
          && fields.fields("digest").byName().get("sha256") instanceof Json.Text(var hex)
          && hex.equals(content.digest().hex())) {
        return new Known(signedBy.getFirst(), PlainText.shown(statement.text("predicateType")));
      }
    }
    return new Unknown("the statement is of other content");
  }
}
