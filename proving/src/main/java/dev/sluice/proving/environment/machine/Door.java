package dev.sluice.proving.environment.machine;

import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.KeyPair;
import com.jcraft.jsch.Session;
import dev.sluice.model.pipeline.EnvironmentSpec;
import dev.sluice.proving.environment.EnvironmentException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/** How to log in to one machine: by this key alone, and only to the machine whose key is pinned. */
final class Door {
  private static final int IDENTITY_BOUND = 64 * 1024;
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(5);

  private final EnvironmentSpec.Ssh ssh;
  private final Path identity;
  private final Path hostKeys;

  /**
   * Checks what can be checked without the machine.
   *
   * @param folder that the paths are relative to
   * @throws EnvironmentException when key or pins cannot be used, with the way out
   */
  Door(EnvironmentSpec.Ssh ssh, Path folder) {
    this.ssh = ssh;
    this.identity = folder.resolve(ssh.identity());
    this.hostKeys = folder.resolve(ssh.hostKeys());
    identity();
  }

  /** The machine's pins, read now. */
  PinnedKeys pins() {
    return PinnedKeys.read(hostKeys, ssh.host(), ssh.port());
  }

  /** How an attempt to connect ended. */
  sealed interface Knock {
    /** Logged in. */
    record Open(Connection connection) implements Knock {}

    /** Nothing answers at the port. */
    record Closed(String why) implements Knock {}

    /** Something answers at the port, and does not let us in. */
    record Unanswered(String why) implements Knock {}
  }

  /**
   * Tries once.
   *
   * @param patience how long a silent connection is kept before it counts as lost
   * @throws EnvironmentException when the peer is not the pinned machine
   */
  Knock knock(Duration limit, Duration patience) throws InterruptedException {
    int millis = Math.clamp(limit.toMillis(), 100, 60_000);
    try (var probe = new Socket()) {
      probe.connect(new InetSocketAddress(ssh.host(), ssh.port()), millis);
    } catch (IOException e) {
      return new Knock.Closed(said(e));
    }
    PinnedKeys pins = pins();
    try {
      Session session = session(pins);
      session.setServerAliveInterval((int) KEEP_ALIVE.toMillis());
      session.setServerAliveCountMax(
          Math.clamp(patience.toMillis() / KEEP_ALIVE.toMillis(), 2, 1000));
      session.connect(millis);
      return new Knock.Open(new Connection(session));
    } catch (JSchException e) {
      String refusal = pins.refusal();
      if (refusal != null) {
        throw new EnvironmentException(refusal, e);
      }
      if (Thread.interrupted()) {
        throw (InterruptedException) new InterruptedException().initCause(e);
      }
      return new Knock.Unanswered(said(e));
    }
  }

  private Session session(PinnedKeys pins) throws JSchException {
    var client = new JSch();
    client.setHostKeyRepository(pins);
    client.addIdentity(identity.toString(), identity(), null, null);
    Session session = client.getSession(ssh.user(), ssh.host(), ssh.port());
    session.setConfig("StrictHostKeyChecking", "yes");
    session.setConfig("PreferredAuthentications", "publickey");
    session.setConfig("MaxAuthTries", "3");
    session.setDaemonThread(true);
    return session;
  }

  private byte[] identity() {
    byte[] key = SmallFile.read(identity, IDENTITY_BOUND);
    try {
      Set<PosixFilePermission> others =
          EnumSet.copyOf(Files.getPosixFilePermissions(identity, new LinkOption[0]));
      others.retainAll(PosixFilePermissions.fromString("---rwxrwx"));
      if (!others.isEmpty()) {
        throw new EnvironmentException(
            "the private key " + identity + " can be read by others; chmod 600 " + identity);
      }
      if (KeyPair.load(new JSch(), key, null).isEncrypted()) {
        throw new EnvironmentException(
            "the private key "
                + identity
                + " has a passphrase, and nobody is there to type it; make a key for Sluice alone:"
                + " ssh-keygen -t ed25519 -N '' -f "
                + identity);
      }
      return key;
    } catch (IOException e) {
      throw new EnvironmentException(identity + " cannot be read: " + e.getMessage(), e);
    } catch (JSchException e) {
      throw new EnvironmentException(identity + " is not a private key: " + said(e), e);
    }
  }

  private static String said(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given");
  }
}
