package dev.sluice.proving.environment.machine;

import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.session.helpers.AbstractSession;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;

/**
 * A real SSH server in this process, by other people than the client's, whose machine is this host:
 * commands run in a shell here.
 */
final class SshPeer implements AutoCloseable {
  private static final Dialect DIALECT = new PosixDialect();

  private final SshServer server = SshServer.setUpDefaultServer();
  private final KeyPair hostKey = newKey();
  final AtomicInteger logins = new AtomicInteger();
  private volatile Off off = () -> {};

  /** What a machine does that is told to switch itself off. */
  interface Off {
    void happens() throws IOException;
  }

  SshPeer() throws Exception {
    start(0);
  }

  private void start(int port) throws IOException {
    server.setHost("127.0.0.1");
    server.setPort(port);
    server.setKeyPairProvider(KeyPairProvider.wrap(hostKey));
    server.setPublickeyAuthenticator(
        (user, key, session) -> {
          logins.incrementAndGet();
          return true;
        });
    server.setCommandFactory((_, command) -> new HostCommandOverSsh(command, this::harmless));
    server.setSubsystemFactories(List.of(new SftpSubsystemFactory()));
    server.start();
  }

  /** This host is not the machine that is to go off. */
  private byte[] harmless(byte[] script) {
    if (!Arrays.equals(script, DIALECT.input(DIALECT.off()))) {
      return script;
    }
    try {
      off.happens();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return DIALECT.input("exit 0");
  }

  void whenToldToGoOff(Off happens) {
    off = happens;
  }

  static KeyPair newKey() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  /** A private key that only its owner can read. */
  static void writeIdentity(Path to) throws IOException, JSchException {
    com.jcraft.jsch.KeyPair key =
        com.jcraft.jsch.KeyPair.genKeyPair(new JSch(), com.jcraft.jsch.KeyPair.ECDSA, 256);
    key.writePrivateKey(to.toString());
    Files.setPosixFilePermissions(to, PosixFilePermissions.fromString("rw-------"));
  }

  int port() {
    return server.getPort();
  }

  /** The line that pins this server's key. */
  String pin() {
    return pin(hostKey.getPublic());
  }

  String pin(PublicKey key) {
    return "[127.0.0.1]:" + port() + " " + PublicKeyEntry.toString(key) + "\n";
  }

  String fingerprint() {
    return KeyUtils.getFingerPrint(hostKey.getPublic());
  }

  /** Cuts every connection, as a network does. */
  void cut() {
    for (AbstractSession session : server.getActiveSessions()) {
      session.close(true);
    }
  }

  /** Nothing listens any more; connections are cut. */
  void stop() throws IOException {
    server.stop(true);
  }

  @Override
  public void close() throws IOException {
    server.close(true);
  }
}
