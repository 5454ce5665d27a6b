package dev.sluice.server.tls;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyManagementException;
import java.security.KeyStore;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;

/**
 * Takes a new certificate into use without a restart: looks at the files when a client connects, at
 * most every few seconds. Files that cannot be used leave the old certificate in use, and the log
 * says so.
 */
public final class ReloadingTls {
  private static final System.Logger LOG = System.getLogger(ReloadingTls.class.getName());
  private static final long SPACING = Duration.ofSeconds(2).toNanos();

  private final TlsFiles files;
  private final LongSupplier nanoTime;
  private final Runnable connecting;
  private volatile Loaded loaded;
  private volatile long looked;

  private record Loaded(List<FileTime> times, SSLContext context, String fingerprint) {}

  /**
   * With what is in the files now.
   *
   * @param connecting run by each connection's thread before its handshake
   */
  public ReloadingTls(TlsFiles files, LongSupplier nanoTime, Runnable connecting)
      throws IOException {
    this.files = files;
    this.nanoTime = nanoTime;
    this.connecting = connecting;
    this.loaded = load();
    this.looked = nanoTime.getAsLong();
  }

  /** A context that is always up to date. */
  public SSLContext context() {
    Provider provider = loaded.context().getProvider();
    return new SSLContext(new Newest(), provider, "TLS") {};
  }

  /** SHA-256 of the certificate in use. */
  public String fingerprint() {
    return current().fingerprint();
  }

  private Loaded current() {
    long now = nanoTime.getAsLong();
    if (now - looked > SPACING) {
      looked = now;
      try {
        if (!times().equals(loaded.times())) {
          loaded = load();
          LOG.log(
              System.Logger.Level.INFO,
              "took a new certificate into use, SHA-256 " + loaded.fingerprint());
        }
      } catch (IOException e) {
        LOG.log(
            System.Logger.Level.ERROR,
            "the certificate was changed and cannot be used; the old one stays: " + e.getMessage());
      }
    }
    return loaded;
  }

  private List<FileTime> times() throws IOException {
    return List.of(
        Files.getLastModifiedTime(files.certificate()), Files.getLastModifiedTime(files.key()));
  }

  private Loaded load() throws IOException {
    List<FileTime> times = times();
    TlsFiles.Pair pair = files.read();
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(
          "sluice", pair.key(), new char[0], pair.chain().toArray(new Certificate[0]));
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, new char[0]);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), new TrustManager[0], null);
      return new Loaded(times, context, pair.fingerprint());
    } catch (GeneralSecurityException e) {
      throw new TlsException(
          "the certificate in %s cannot be used".formatted(files.certificate()), e);
    }
  }

  /** Asks the newest context for everything. */
  private final class Newest extends SSLContextSpi {
    @Override
    protected void engineInit(KeyManager[] keys, TrustManager[] trust, SecureRandom random)
        throws KeyManagementException {
      throw new KeyManagementException("it takes its keys from files alone");
    }

    @Override
    protected SSLSocketFactory engineGetSocketFactory() {
      return new Sockets();
    }

    @Override
    protected SSLServerSocketFactory engineGetServerSocketFactory() {
      return current().context().getServerSocketFactory();
    }

    @Override
    protected SSLEngine engineCreateSSLEngine() {
      return current().context().createSSLEngine();
    }

    @Override
    protected SSLEngine engineCreateSSLEngine(String host, int port) {
      return current().context().createSSLEngine(host, port);
    }

    @Override
    protected SSLSessionContext engineGetServerSessionContext() {
      return current().context().getServerSessionContext();
    }

    @Override
    protected SSLSessionContext engineGetClientSessionContext() {
      return current().context().getClientSessionContext();
    }
  }

  private final class Sockets extends SSLSocketFactory {
    private SSLSocketFactory newest() {
      return current().context().getSocketFactory();
    }

    @Override
    public String[] getDefaultCipherSuites() {
      return newest().getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
      return newest().getSupportedCipherSuites();
    }

    @Override
    public Socket createSocket() throws IOException {
      return newest().createSocket();
    }

    @Override
    public Socket createSocket(Socket socket, InputStream consumed, boolean close)
        throws IOException {
      connecting.run();
      return newest().createSocket(socket, consumed, close);
    }

    @Override
    public Socket createSocket(Socket socket, String host, int port, boolean close)
        throws IOException {
      return newest().createSocket(socket, host, port, close);
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
      return newest().createSocket(host, port);
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort)
        throws IOException {
      return newest().createSocket(host, port, local, localPort);
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
      return newest().createSocket(host, port);
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress local, int localPort)
        throws IOException {
      return newest().createSocket(address, port, local, localPort);
    }
  }
}
