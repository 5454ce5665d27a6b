package dev.sluice.trust.key;

import dev.sluice.trust.canonical.MalformedInput;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.spec.InvalidKeySpecException;

/** A lab key that can sign. Immutable; says nothing of its private half. */
public final class LabKey {
  static final String PEM_LABEL = "PRIVATE KEY";

  private final PrivateKey privateKey;
  private final LabPublicKey publicKey;

  private LabKey(String name, KeyPair pair) throws InvalidKeySpecException {
    this.privateKey = pair.getPrivate();
    this.publicKey = new LabPublicKey(name, Ed25519.rawOf(pair.getPublic().getEncoded()));
  }

  /** A new key in memory only; {@link Keyring} makes those that last. */
  public static LabKey generate(String name, SecureRandom random) {
    try {
      return new LabKey(name, Ed25519.generate(random));
    } catch (InvalidKeySpecException e) {
      throw new IllegalStateException("a generated key is not an Ed25519 key", e);
    }
  }

  /** Reads a private key's file content. */
  static LabKey read(Path file, byte[] content) {
    try {
      Pem pem = Pem.read(content);
      if (!pem.label().equals(PEM_LABEL)) {
        throw new KeyException(file, "this is a " + pem.label() + ", not a private key in PKCS#8");
      }
      return new LabKey(KeyFiles.nameOf(file), Ed25519.pairOf(pem.content()));
    } catch (MalformedInput e) {
      throw new KeyException(file, "not a private key file: " + e.sentence(), e);
    } catch (InvalidKeySpecException e) {
      throw new KeyException(file, "not an Ed25519 private key", e);
    }
  }

  /** The file's content: PKCS#8 PEM. */
  byte[] pem() {
    return new Pem(PEM_LABEL, privateKey.getEncoded()).bytes();
  }

  public String name() {
    return publicKey.name();
  }

  public KeyId id() {
    return publicKey.id();
  }

  public LabPublicKey publicKey() {
    return publicKey;
  }

  /** The 64 bytes of an Ed25519 signature; the same for the same message. */
  public byte[] sign(byte[] message) {
    return Ed25519.sign(privateKey, message);
  }

  @Override
  public String toString() {
    return publicKey.toString();
  }
}
