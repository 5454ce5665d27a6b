package dev.sluice.server.client;

import dev.sluice.model.Digest;
import dev.sluice.trust.canonical.Sha256;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trusts one certificate, byte for byte, and no other. Neither its name nor its dates matter then:
 * whoever has its key is the server that was meant. As an <em>extended</em> trust manager it
 * replaces the platform's check of the host's name too.
 */
final class PinnedCertificate extends X509ExtendedTrustManager {
  private final Digest fingerprint;

  private PinnedCertificate(Digest fingerprint) {
    this.fingerprint = fingerprint;
  }

  static SSLContext context(Digest fingerprint) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new PinnedCertificate(fingerprint)}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has TLS", e);
    }
  }

  /** The server showed another certificate. */
  static final class OtherCertificate extends CertificateException {
    private static final long serialVersionUID = 1;

    OtherCertificate(String sentence) {
      super(sentence);
    }
  }

  private void check(X509Certificate[] chain) throws CertificateException {
    if (chain.length == 0) {
      throw new OtherCertificate("the server showed no certificate");
    }
    Digest shown = Sha256.of(chain[0].getEncoded());
    if (!shown.equals(fingerprint)) {
      throw new OtherCertificate(
          "the server's certificate has the fingerprint "
              + shown
              + ", and "
              + fingerprint
              + " is expected");
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    check(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    throw new CertificateException("no server here");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    throw new CertificateException("no server here");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    throw new CertificateException("no server here");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
