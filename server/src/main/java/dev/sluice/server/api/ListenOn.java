package dev.sluice.server.api;

import dev.sluice.server.tls.TlsFiles;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the server listens.
 *
 * @param host a name or address of this machine
 * @param port 0 for any that is free
 * @param tls null for plain HTTP
 * @param insecure whether somebody said that plain HTTP may leave this machine
 */
public record ListenOn(String host, int port, @Nullable TlsFiles tls, boolean insecure) {
  /** Why it may not be done; empty when it may. */
  public Optional<String> refusal() {
    if (port < 0 || port > 65_535) {
      return Optional.of("a port is a number from 0 to 65535, not " + port);
    }
    InetAddress address;
    try {
      address = InetAddress.getByName(host);
    } catch (UnknownHostException _) {
      return Optional.of("\"%s\" is no name or address of this machine".formatted(host));
    }
    if (tls == null && !insecure && !address.isLoopbackAddress()) {
      return Optional.of(
          "%s is open to other machines, and without TLS tokens could be read on the way: give a"
                  .formatted(host)
              + " certificate, have one made, or say --insecure");
    }
    return Optional.empty();
  }
}
