package dev.sluice.trust.key;

import dev.sluice.trust.canonical.CanonicalJson;
import dev.sluice.trust.canonical.Json;
import dev.sluice.trust.canonical.MalformedInput;
import dev.sluice.trust.canonical.Sha256;
import java.nio.file.Path;
import java.security.spec.InvalidKeySpecException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;

/**
 * The public half of a lab key. Two are equal when their bytes are, whatever they are called.
 * Immutable.
 */
public final class LabPublicKey {
  static final String PEM_LABEL = "PUBLIC KEY";

  private final String name;
  private final byte[] raw;
  private final KeyId id;

  LabPublicKey(String name, byte[] raw) {
    if (raw.length != Ed25519.RAW_LENGTH) {
      throw new IllegalArgumentException("an Ed25519 public key has 32 bytes, not " + raw.length);
    }
    this.name = name;
    this.raw = raw.clone();
    this.id = idOf(raw);
  }

  /**
   * Reads a public key file (X.509 PEM, as {@code openssl pkey -pubout} writes it). The key is
   * called as the file is, without {@code .pub}.
   *
   * @throws KeyException when the file is absent or anything but an Ed25519 public key
   */
  public static LabPublicKey read(Path file) {
    return of(file.toString(), KeyFiles.read(file));
  }

  /**
   * The key in a public key file's bytes.
   *
   * @param path where the bytes come from, after which it is called
   * @throws KeyException for anything but an Ed25519 public key
   */
  public static LabPublicKey of(String path, byte[] pem) {
    Path file = Path.of(path);
    try {
      Pem read = Pem.read(pem);
      if (!read.label().equals(PEM_LABEL)) {
        throw new KeyException(
            file, "this is a " + read.label() + ", not a public key; give the .pub file beside it");
      }
      return new LabPublicKey(KeyFiles.nameOf(file), Ed25519.rawOf(read.content()));
    } catch (MalformedInput e) {
      throw new KeyException(file, "not a public key file: " + e.sentence(), e);
    } catch (InvalidKeySpecException e) {
      throw new KeyException(file, "not an Ed25519 public key", e);
    }
  }

  /** What people call it; grants nothing. */
  public String name() {
    return name;
  }

  public KeyId id() {
    return id;
  }

  /** The 32 bytes of the key (RFC 8032), a copy. */
  public byte[] raw() {
    return raw.clone();
  }

  /** The file's content: X.509 PEM. */
  public byte[] pem() {
    return new Pem(PEM_LABEL, Ed25519.spkiOf(raw)).bytes();
  }

  /** Whether this key's other half signed exactly these bytes. Never throws for a bad signature. */
  public boolean verifies(byte[] message, byte[] signature) {
    return Ed25519.verifies(raw, message, signature);
  }

  private static KeyId idOf(byte[] raw) {
    Json tufForm =
        new Json.Fields(
            Map.of(
                "keytype", new Json.Text("ed25519"),
                "scheme", new Json.Text("ed25519"),
                "keyval",
                    new Json.Fields(
                        Map.of("public", new Json.Text(HexFormat.of().formatHex(raw))))));
    return new KeyId(Sha256.of(CanonicalJson.write(tufForm)).hex());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LabPublicKey key && Arrays.equals(raw, key.raw);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(raw);
  }

  /** As people read it: {@code lab (5f1c09ab)}. */
  @Override
  public String toString() {
    return name + " (" + id.abbreviated() + ")";
  }
}
