package dev.sluice.trust.proof;

import dev.sluice.model.ArtifactName;
import dev.sluice.model.Combination;
import dev.sluice.model.Digest;
import dev.sluice.model.Release;
import dev.sluice.model.Result;
import dev.sluice.trust.canonical.CanonicalJson;
import dev.sluice.trust.canonical.MalformedInput;
import dev.sluice.trust.canonical.PlainText;
import dev.sluice.trust.key.KeyId;
import dev.sluice.trust.key.LabKey;
import dev.sluice.trust.key.LabPublicKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Signs statements and verifies proofs. See {@code docs/formats/proof.md}. */
public final class Proof {
  /** A file larger than this is refused unread: 1 MiB. */
  public static final int LIMIT = 1 << 20;

  private Proof() {}

  /**
   * The file of a statement, signed by one lab key: a proof if the run passed, kept evidence if it
   * failed. The same statement and key give the same bytes.
   */
  public static byte[] sign(Statement statement, LabKey key) {
    return sign(statement, List.of(key));
  }

  /**
   * The same, signed by several keys.
   *
   * @param keys 1 to 16
   * @throws IllegalArgumentException for another number of keys, or when the file would be larger
   *     than {@link #LIMIT}
   */
  public static byte[] sign(Statement statement, List<LabKey> keys) {
    if (keys.isEmpty() || keys.size() > Envelope.MOST_SIGNATURES) {
      throw new IllegalArgumentException("cannot sign with " + keys.size() + " keys");
    }
    byte[] payload = CanonicalJson.write(StatementJson.write(statement));
    byte[] file = Envelope.sign(Envelope.IN_TOTO, payload, keys).bytes();
    if (file.length > LIMIT) {
      throw new IllegalArgumentException(
          "a statement of " + payload.length + " bytes is too large");
    }
    return file;
  }

  /**
   * Reads a file for {@link #verify}, at most one byte more than {@link #LIMIT}: the size is judged
   * there.
   */
  public static byte[] load(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(LIMIT + 1);
    }
  }

  /** Whether these bytes are a proof, without looking at any artifact's file. */
  public static Verification verify(byte[] file, TrustedKeys trusted) {
    return verify(file, trusted, Map.of());
  }

  /**
   * Whether these bytes are a proof that speaks of these files. Never throws because of the bytes.
   *
   * @param held digests of files that the caller holds. Each must be a part of the proven
   *     combination; a host that is about to use a combination gives every part, and {@link
   *     Verification.Verified#compared} says which were given
   */
  public static Verification verify(
      byte[] file, TrustedKeys trusted, Map<ArtifactName, Digest> held) {
    try {
      return verifyOrThrow(file, trusted, new TreeMap<>(held));
    } catch (MalformedInput e) {
      return new Verification.Refused("not a proof: " + e.sentence());
    }
  }

  /**
   * What a file claims, whoever signed it. For those who compare claims and leave trust to others:
   * nothing of it may be believed because it stands here.
   *
   * @throws MalformedInput when it is no signed statement
   */
  public static Statement unverified(byte[] file) throws MalformedInput {
    Envelope envelope = Envelope.read(file, LIMIT);
    if (!envelope.isSigned()) {
      throw new MalformedInput("it is not signed");
    }
    if (!envelope.payloadType().equals(Envelope.IN_TOTO)) {
      throw new MalformedInput(
          "it is signed as " + PlainText.quoted(envelope.payloadType()) + ", which is not a proof");
    }
    return StatementReader.read(envelope.payload());
  }

  /**
   * The keys among these that signed a file, each once.
   *
   * @throws MalformedInput when it is no envelope
   */
  public static List<LabPublicKey> signedBy(byte[] file, List<LabPublicKey> keys)
      throws MalformedInput {
    return Envelope.read(file, LIMIT).signedBy(keys);
  }

  /**
   * The keys that a file says signed it: to tell people which key to look for, and for nothing
   * else.
   *
   * @throws MalformedInput when it is no envelope
   */
  public static List<KeyId> namedKeys(byte[] file) throws MalformedInput {
    return Envelope.read(file, LIMIT).named();
  }

  private static Verification verifyOrThrow(
      byte[] file, TrustedKeys trusted, SortedMap<ArtifactName, Digest> held)
      throws MalformedInput {
    Envelope envelope = Envelope.read(file, LIMIT);
    List<LabPublicKey> signedBy = envelope.signedBy(trusted.keys());
    if (signedBy.size() < trusted.threshold()) {
      return new Verification.Refused(tooFewSignatures(envelope, trusted, signedBy));
    }
    // From here on a trusted key vouches for every byte of the payload.
    if (!envelope.payloadType().equals(Envelope.IN_TOTO)) {
      return new Verification.Refused(
          "a trusted key signed it, but as "
              + PlainText.quoted(envelope.payloadType())
              + ", which is not a proof");
    }
    Statement statement = StatementReader.read(envelope.payload());
    if (statement.run().result() != Result.PASSED) {
      return new Verification.Refused(
          "this is a signed statement of a failed run, not a proof (failed: "
              + String.join(", ", statement.run().failed())
              + ")");
    }
    String mismatch = mismatch(statement.combination(), held);
    return mismatch == null
        ? new Verification.Verified(statement, signedBy, held.keySet())
        : new Verification.Refused(mismatch);
  }

  private static String tooFewSignatures(
      Envelope envelope, TrustedKeys trusted, List<LabPublicKey> signedBy) {
    if (trusted.keys().isEmpty()) {
      return "no key is trusted, so nothing can be verified";
    }
    if (!envelope.isSigned()) {
      return "it is not signed";
    }
    if (!signedBy.isEmpty()) {
      return trusted.threshold()
          + " trusted keys must sign it; only "
          + signedBy.stream().map(LabPublicKey::toString).collect(Collectors.joining(", "))
          + " did";
    }
    return "no trusted key signed these bytes: they were altered, or signed by a key that is not"
        + " among the "
        + trusted.keys().size()
        + " trusted";
  }

  private static @Nullable String mismatch(
      Combination combination, SortedMap<ArtifactName, Digest> held) {
    Map<ArtifactName, Release> parts = new TreeMap<>();
    parts.put(combination.application().artifact(), combination.application());
    combination.data().forEach(release -> parts.put(release.artifact(), release));
    for (Map.Entry<ArtifactName, Digest> one : held.entrySet()) {
      @Nullable Release part = parts.get(one.getKey());
      if (part == null) {
        return "the proof is for " + combination.title() + " and says nothing of " + one.getKey();
      }
      if (!part.digest().equals(one.getValue())) {
        return "the file given for "
            + one.getKey()
            + " is not the "
            + part.title()
            + " that was proven: its SHA-256 is "
            + one.getValue().abbreviated()
            + ", not "
            + part.digest().abbreviated();
      }
    }
    return null;
  }
}
