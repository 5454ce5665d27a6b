package dev.sluice.server.tls;

import dev.sluice.trust.canonical.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;

/**
 * Where the server's certificate and its key lie.
 *
 * @param certificate PEM: the server's own first, then those that lead to a known one
 * @param key PEM, PKCS #8, without a passphrase
 */
public record TlsFiles(Path certificate, Path key) {
  private static final long LARGEST = 1 << 20;
  private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
  private static final String END = "-----END PRIVATE KEY-----";

  /** A certificate chain with the key that belongs to it. */
  public record Pair(List<Certificate> chain, PrivateKey key) {
    public Pair {
      chain = List.copyOf(chain);
    }

    /** SHA-256 of the server's own certificate in hex: what clients pin. */
    public String fingerprint() {
      try {
        return Sha256.of(chain.getFirst().getEncoded()).hex();
      } catch (CertificateEncodingException e) {
        throw new IllegalStateException("it was read from its encoding", e);
      }
    }
  }

  /** Reads both, and checks that they belong together. */
  public Pair read() throws IOException {
    List<Certificate> chain;
    try {
      chain =
          List.copyOf(
              CertificateFactory.getInstance("X.509")
                  .generateCertificates(new ByteArrayInputStream(bytes(certificate))));
    } catch (GeneralSecurityException e) {
      throw new TlsException(certificate + " has no certificates in PEM form", e);
    }
    if (chain.isEmpty()) {
      throw new TlsException(certificate + " has no certificates in PEM form");
    }
    PrivateKey privateKey = key(chain.getFirst().getPublicKey().getAlgorithm());
    if (!belong(chain.getFirst(), privateKey)) {
      throw new TlsException("the key in %s is not that of %s".formatted(key, certificate));
    }
    return new Pair(chain, privateKey);
  }

  private PrivateKey key(String algorithm) throws IOException {
    String text = new String(bytes(key), StandardCharsets.US_ASCII);
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new TlsException(
          "%s has no \"%s\"; turn another form into it by: openssl pkcs8 -topk8 -nocrypt -in OLD -out %s"
              .formatted(key, BEGIN, key.getFileName()));
    }
    try {
      return KeyFactory.getInstance(algorithm)
          .generatePrivate(
              new PKCS8EncodedKeySpec(
                  Base64.getMimeDecoder().decode(text.substring(begin + BEGIN.length(), end))));
    } catch (InvalidKeySpecException | IllegalArgumentException e) {
      throw new TlsException(
          "the key in %s is no %s key, as the certificate in %s asks for"
              .formatted(key, algorithm, certificate),
          e);
    } catch (GeneralSecurityException e) {
      throw new TlsException(
          "this Java cannot use %s keys, as in %s; take an EC key".formatted(algorithm, key), e);
    }
  }

  private static byte[] bytes(Path file) throws IOException {
    if (Files.size(file) > LARGEST) {
      throw new TlsException(file + " is larger than 1 MiB; it is no certificate or key");
    }
    return Files.readAllBytes(file);
  }

  private static boolean belong(Certificate certificate, PrivateKey key) {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> key.getAlgorithm();
        };
    byte[] text = "which key is it?".getBytes(StandardCharsets.US_ASCII);
    try {
      Signature signer = Signature.getInstance(algorithm);
      signer.initSign(key);
      signer.update(text);
      byte[] signature = signer.sign();
      signer.initVerify(certificate.getPublicKey());
      signer.update(text);
      return signer.verify(signature);
    } catch (GeneralSecurityException _) {
      return false;
    }
  }
}
