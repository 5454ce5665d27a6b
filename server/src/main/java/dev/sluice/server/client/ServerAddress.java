package dev.sluice.server.client;

import dev.sluice.model.Digest;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a server is.
 *
 * @param base {@code http} or {@code https}, host, port, nothing more
 * @param fingerprint SHA-256 of the one certificate that the server must show; null to go by the
 *     authorities that this machine trusts
 */
public record ServerAddress(URI base, @Nullable Digest fingerprint) {
  private static final Set<String> LOCAL = Set.of("localhost", "127.0.0.1", "[::1]");

  /**
   * Reads an address as people write it.
   *
   * @throws IllegalArgumentException with a sentence for them
   */
  public static ServerAddress of(String text, @Nullable Digest fingerprint) {
    URI uri;
    try {
      uri = new URI(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("\"" + text + "\" is no URL", e);
    }
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    boolean whole =
        (scheme.equals("http") || scheme.equals("https"))
            && uri.getHost() != null
            && uri.getRawUserInfo() == null
            && uri.getRawPath().isEmpty()
            && uri.getRawQuery() == null
            && uri.getRawFragment() == null;
    if (!whole) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is no server's address; write https://HOST:PORT and nothing more");
    }
    if (fingerprint != null && scheme.equals("http")) {
      throw new IllegalArgumentException(
          "a fingerprint is of a certificate, and http has none; write https://…");
    }
    return new ServerAddress(uri, fingerprint);
  }

  /** Whether what is sent can be read on the way: no TLS, and not this machine. */
  public boolean isOpen() {
    return base.getScheme().equalsIgnoreCase("http")
        && !LOCAL.contains(base.getHost().toLowerCase(Locale.ROOT));
  }

  @Override
  public String toString() {
    return base.toString();
  }
}
