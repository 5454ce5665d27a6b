package dev.sluice.proving.environment.machine;

import com.jcraft.jsch.HostKey;
import com.jcraft.jsch.HostKeyRepository;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.UserInfo;
import dev.sluice.proving.environment.EnvironmentException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The host keys that the owner pinned, as lines of a {@code known_hosts} file. Nothing is ever
 * added to them. For one connection, since it remembers what the peer offered.
 */
final class PinnedKeys implements HostKeyRepository {
  private static final int BOUND = 256 * 1024;

  private final Path file;
  private final String host;
  private final HostKeyRepository known;
  private byte @Nullable [] refused;

  private PinnedKeys(Path file, String host, HostKeyRepository known) {
    this.file = file;
    this.host = host;
    this.known = known;
  }

  /**
   * Reads the file anew, so that a key the owner corrected counts at once.
   *
   * @throws EnvironmentException when it is missing or pins no key for the host
   */
  static PinnedKeys read(Path file, String hostName, int port) {
    var parser = new JSch();
    try {
      parser.setKnownHosts(new ByteArrayInputStream(SmallFile.read(file, BOUND)));
    } catch (JSchException e) {
      throw new EnvironmentException(
          file + " cannot be read as a known_hosts file: " + e.getMessage(), e);
    }
    // As ssh(1) names a server at another port than its own.
    String host = port == 22 ? hostName : "[" + hostName + "]:" + port;
    var keys = new PinnedKeys(file, host, parser.getHostKeyRepository());
    if (keys.pinned().isEmpty()) {
      throw new EnvironmentException(
          file
              + " pins no host key for "
              + host
              + "; write a line \""
              + host
              + " TYPE KEY\" there, with type and key from /etc/ssh/ssh_host_ed25519_key.pub, read"
              + " at the machine's own console");
    }
    return keys;
  }

  private List<HostKey> pinned() {
    HostKey[] keys = known.getHostKey(host, null);
    return keys == null ? List.of() : List.of(keys);
  }

  /** The digest of what is pinned for this host. */
  String text() {
    return pinned().stream()
        .map(key -> key.getType() + " " + key.getKey())
        .sorted()
        .collect(Collectors.joining("\n"));
  }

  /** Why the peer's key was refused, and the way out; null when none was. */
  @Nullable String refusal() {
    byte[] key = refused;
    if (key == null) {
      return null;
    }
    String pins =
        pinned().stream()
            .map(pin -> pin.getType() + " " + fingerprint(Base64.getDecoder().decode(pin.getKey())))
            .collect(Collectors.joining(" and "));
    return host
        + " shows the host key "
        + type(key)
        + " "
        + fingerprint(key)
        + ", and "
        + file
        + " pins "
        + pins
        + ": it is another machine, or its key was changed. Nothing was sent to it. Read the"
        + " fingerprint at the machine's own console (ssh-keygen -lf"
        + " /etc/ssh/ssh_host_ed25519_key.pub); if it is the one shown, correct the line in "
        + file;
  }

  private static String type(byte[] key) {
    int length = key.length < 4 ? 0 : key[3] & 0xff;
    return new String(key, Math.min(4, key.length), Math.min(length, 64), StandardCharsets.US_ASCII)
        .replaceAll("[^a-z0-9@.-]", "?");
  }

  private static String fingerprint(byte[] key) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(key);
      return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  @Override
  public int check(String name, byte[] key) {
    int found = known.check(name, key);
    refused = found == OK ? null : Arrays.copyOf(key, key.length);
    return found;
  }

  @Override
  public void add(HostKey key, UserInfo asker) {
    throw new IllegalStateException("no key is ever trusted because it was met");
  }

  @Override
  public void remove(String name, String type) {
    throw new IllegalStateException("no pin is ever removed");
  }

  @Override
  public void remove(String name, String type, byte[] key) {
    throw new IllegalStateException("no pin is ever removed");
  }

  @Override
  public String getKnownHostsRepositoryID() {
    return file.toString();
  }

  @Override
  public HostKey[] getHostKey() {
    return known.getHostKey();
  }

  @Override
  public HostKey[] getHostKey(String name, String type) {
    return known.getHostKey(name, type);
  }
}
