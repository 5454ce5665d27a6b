package dev.sluice.trust.key;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/** Ed25519 (RFC 8032) over the JDK's own provider, in the encodings that files have. */
final class Ed25519 {
  private static final String NAME = "Ed25519";
  static final int RAW_LENGTH = 32;
  static final int SIGNATURE_LENGTH = 64;

  // RFC 8410: what stands before the 32 bytes of a public key in its X.509 encoding.
  private static final byte[] SPKI_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

  private Ed25519() {}

  static KeyPair generate(SecureRandom random) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(NAME);
      generator.initialize(NamedParameterSpec.ED25519, random);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java platform has no Ed25519", e);
    }
  }

  /**
   * The pair of a PKCS#8 private key.
   *
   * @throws InvalidKeySpecException unless it is an Ed25519 key
   */
  static KeyPair pairOf(byte[] pkcs8) throws InvalidKeySpecException {
    PrivateKey key = factoryOf(pkcs8);
    if (!(key instanceof EdECPrivateKey edwards)) {
      throw new InvalidKeySpecException("not an Edwards curve key");
    }
    byte[] seed =
        edwards.getBytes().orElseThrow(() -> new InvalidKeySpecException("the key has no bytes"));
    if (seed.length != RAW_LENGTH) {
      throw new InvalidKeySpecException("not 32 bytes");
    }
    // The JDK derives a public key only while it generates one, from 32 random bytes: hand it the
    // seed as those. Compared below, since nothing promises that it asks in just this way.
    KeyPair pair = generate(new Replay(seed));
    if (!(pair.getPrivate() instanceof EdECPrivateKey again)
        || !Arrays.equals(seed, again.getBytes().orElseThrow())) {
      throw new IllegalStateException("this Java platform derives Ed25519 keys in another way");
    }
    return pair;
  }

  private static PrivateKey factoryOf(byte[] pkcs8) throws InvalidKeySpecException {
    return factory().generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
  }

  /**
   * The 32 bytes of a public key in X.509 encoding.
   *
   * @throws InvalidKeySpecException unless it is exactly an Ed25519 key
   */
  static byte[] rawOf(byte[] spki) throws InvalidKeySpecException {
    int prefix = SPKI_PREFIX.length;
    if (spki.length != prefix + RAW_LENGTH
        || !Arrays.equals(SPKI_PREFIX, Arrays.copyOf(spki, prefix))) {
      throw new InvalidKeySpecException("not an Ed25519 public key");
    }
    byte[] raw = Arrays.copyOfRange(spki, prefix, spki.length);
    publicKey(raw);
    return raw;
  }

  static byte[] spkiOf(byte[] raw) {
    byte[] spki = Arrays.copyOf(SPKI_PREFIX, SPKI_PREFIX.length + RAW_LENGTH);
    System.arraycopy(raw, 0, spki, SPKI_PREFIX.length, RAW_LENGTH);
    return spki;
  }

  static byte[] sign(PrivateKey key, byte[] message) {
    try {
      Signature signature = Signature.getInstance(NAME);
      signature.initSign(key);
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a valid Ed25519 key does not sign", e);
    }
  }

  static boolean verifies(byte[] raw, byte[] message, byte[] signature) {
    if (signature.length != SIGNATURE_LENGTH) {
      return false;
    }
    try {
      Signature verifier = Signature.getInstance(NAME);
      verifier.initVerify(publicKey(raw));
      verifier.update(message);
      return verifier.verify(signature);
    } catch (SignatureException | InvalidKeyException | InvalidKeySpecException _) {
      // A point that is not on the curve, a number out of range: not a signature.
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java platform has no Ed25519", e);
    }
  }

  private static PublicKey publicKey(byte[] raw) throws InvalidKeySpecException {
    return factory().generatePublic(new X509EncodedKeySpec(spkiOf(raw)));
  }

  private static KeyFactory factory() {
    try {
      return KeyFactory.getInstance(NAME);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java platform has no Ed25519", e);
    }
  }

  /** Gives known bytes where random ones are asked for. */
  private static final class Replay extends SecureRandom {
    private static final long serialVersionUID = 1L;

    private final byte[] seed;

    Replay(byte[] seed) {
      this.seed = seed.clone();
    }

    @Override
    public void nextBytes(byte[] bytes) {
      if (bytes.length != seed.length) {
        throw new IllegalStateException("asked for " + bytes.length + " bytes, not 32");
      }
      System.arraycopy(seed, 0, bytes, 0, bytes.length);
    }
  }
}
