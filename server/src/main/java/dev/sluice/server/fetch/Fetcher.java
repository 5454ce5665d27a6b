package dev.sluice.server.fetch;

import dev.sluice.model.Digest;
import dev.sluice.server.api.ProblemException;
import dev.sluice.server.api.Problems;
import dev.sluice.server.content.ContentStore;
import io.helidon.http.HeaderNames;
import io.helidon.webclient.api.DnsAddressLookup;
import io.helidon.webclient.api.HttpClientResponse;
import io.helidon.webclient.api.Proxy;
import io.helidon.webclient.api.WebClient;
import io.helidon.webclient.spi.DnsResolver;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Fetches content by HTTP or HTTPS. Where a redirection leads is judged as the first address. */
public final class Fetcher {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration READ = Duration.ofSeconds(30);

  /** For the whole, however slowly it comes. */
  private static final Duration WHOLE = Duration.ofMinutes(30);

  private static final int MOST_REDIRECTIONS = 5;
  private static final int LONGEST_URL = 2_000;
  private static final int PIECE = 1 << 16;

  private final Path folder;
  private final LongSupplier nanos;
  private final WebClient client;

  /**
   * A fetcher that has fetched nothing yet.
   *
   * @param folder for what is under way; made when absent
   * @param privateToo whether addresses that are not public may be read
   * @param nanos a clock that never goes back
   */
  public Fetcher(Path folder, boolean privateToo, LongSupplier nanos) {
    this.folder = folder;
    this.nanos = nanos;
    this.client =
        WebClient.builder()
            .followRedirects(false)
            .connectTimeout(CONNECT)
            .readTimeout(READ)
            .proxy(Proxy.noProxy())
            .keepAlive(false)
            .shareConnectionCache(false)
            .dnsResolver(new Judging(privateToo))
            .build();
  }

  /** Judges each address at the moment of connecting, so that no name can change meanwhile. */
  private record Judging(boolean privateToo) implements DnsResolver {
    @Override
    public InetAddress resolveAddress(String host, DnsAddressLookup lookup) {
      try {
        return PublicAddress.of(host, privateToo);
      } catch (UnknownHostException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /**
   * Stores what a URL gives.
   *
   * @param expected its digest; null when it is not known
   * @param most bytes
   * @throws ProblemException when it may not be fetched, or comes otherwise than expected
   */
  public Digest fetch(ContentStore store, String url, @Nullable Digest expected, long most)
      throws IOException {
    if (expected != null && store.size(expected).isPresent()) {
      return expected;
    }
    Files.createDirectories(folder);
    Path file = Files.createTempFile(folder, "fetch", null);
    try {
      Digest digest = download(uri(url), file, most);
      if (expected != null && !digest.equals(expected)) {
        throw Problems.wrongDigest(
            "The URL gave other content: " + digest + ", not the " + expected + " that was named");
      }
      ContentStore.Upload upload = store.upload(digest, Files.size(file));
      if (!upload.isComplete()) {
        try (InputStream in = Files.newInputStream(file)) {
          in.skipNBytes(upload.offset());
          upload.append(upload.offset(), in);
        }
      }
      return digest;
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private static URI uri(String url) {
    if (url.length() > LONGEST_URL) {
      throw Problems.invalid("\"url\" has at most " + LONGEST_URL + " characters");
    }
    try {
      URI uri = new URI(url);
      String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
      if (!scheme.equals("https") && !scheme.equals("http")) {
        throw Problems.invalid("\"url\" begins with https:// or http://");
      }
      if (uri.getHost() == null || uri.getUserInfo() != null || uri.getFragment() != null) {
        throw Problems.invalid("\"url\" names a host, and neither a user nor a fragment");
      }
      return uri;
    } catch (URISyntaxException e) {
      throw Problems.invalid("\"url\" is no URL: " + e.getReason());
    }
  }

  private Digest download(URI first, Path file, long most) throws IOException {
    long until = nanos.getAsLong() + WHOLE.toNanos();
    URI uri = first;
    for (int redirections = 0; redirections <= MOST_REDIRECTIONS; redirections++) {
      try (HttpClientResponse response = client.get().uri(uri).request()) {
        int status = response.status().code();
        if (status == 200) {
          return save(response, file, most, until);
        }
        String location = response.headers().first(HeaderNames.LOCATION).orElse(null);
        if (status < 300 || status > 399 || location == null) {
          throw Problems.invalid("The URL answered with status " + status);
        }
        if (uri.getScheme().equalsIgnoreCase("https")
            && !uri.resolve(location).getScheme().equalsIgnoreCase("https")) {
          throw Problems.invalid("The URL leads from https to http, where anybody may change it");
        }
        uri = uri(uri.resolve(location).toString());
      } catch (UncheckedIOException e) {
        throw Problems.invalid("The URL cannot be read: " + why(e));
      } catch (IllegalArgumentException e) {
        throw Problems.invalid("The URL leads nowhere: " + e.getMessage());
      }
    }
    throw Problems.invalid("The URL leads on and on: more than " + MOST_REDIRECTIONS + " times");
  }

  private static String why(UncheckedIOException e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    return String.valueOf(cause.getMessage());
  }

  private Digest save(HttpClientResponse response, Path file, long most, long until)
      throws IOException {
    MessageDigest sha256 = sha256();
    byte[] piece = new byte[PIECE];
    long size = 0;
    try (InputStream in = response.inputStream();
        OutputStream out = new DigestOutputStream(Files.newOutputStream(file), sha256)) {
      for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
        size += read;
        if (size > most) {
          throw Problems.tooLarge(
              String.format(Locale.ROOT, "The URL gives more than the %,d bytes allowed", most));
        }
        if (nanos.getAsLong() - until > 0) {
          throw Problems.tooSlow("The URL gave its content too slowly; upload it instead");
        }
        out.write(piece, 0, read);
      }
    }
    return new Digest(HexFormat.of().formatHex(sha256.digest()));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
