package dev.sluice.server.fetch;

import dev.sluice.model.Digest;
import dev.sluice.server.content.ContentException;
import dev.sluice.server.content.ContentStore;
import dev.sluice.trust.canonical.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** Fetches content by URL. */
public final class Fetch {
  private static final int MOST_REDIRECTIONS = 5;
  private static final int CHUNK = 64 << 10;
  private static final Duration SILENCE = Duration.ofSeconds(20);
  private static final int AT_ONCE = 4;

  /** How many bytes are written between two looks at the disk. */
  private static final long LOOK = 1 << 20;

  private final Path folder;
  private final AddressRule rule;
  private final SSLSocketFactory tls;
  private final Duration longest;
  private final LongSupplier room;
  private final Semaphore free = new Semaphore(AT_ONCE);

  /**
   * With these bounds.
   *
   * @param folder for what is on its way, of this alone
   * @param tls who is trusted
   * @param longest that one fetch may take, from the first connection to the last byte
   * @param room how many bytes may still be written there
   */
  public Fetch(
      Path folder, AddressRule rule, SSLSocketFactory tls, Duration longest, LongSupplier room)
      throws IOException {
    this.folder = Files.createDirectories(folder);
    // What a server that was killed left.
    try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, "*.part")) {
      for (Path file : left) {
        Files.delete(file);
      }
    }
    this.rule = rule;
    this.tls = tls;
    this.longest = longest;
    this.room = room;
  }

  /**
   * Stores what a URL gives.
   *
   * @param expected null when nobody knows
   * @param most bytes
   * @throws FetchException with a sentence for whoever named the URL
   * @throws FetchesBusyException when too many others are fetched
   * @throws ContentException when there is no room
   */
  public Digest into(ContentStore store, String url, @Nullable Digest expected, long most)
      throws IOException {
    if (expected != null && store.size(expected).isPresent()) {
      return expected;
    }
    URI first = parse(url);
    if (!free.tryAcquire()) {
      throw new FetchesBusyException(
          "The server fetches %d URLs right now, which is the most; submit again in a minute, or upload the content"
              .formatted(AT_ONCE));
    }
    try {
      return store(store, url, first, expected, most);
    } finally {
      free.release();
    }
  }

  private Digest store(
      ContentStore store, String url, URI first, @Nullable Digest expected, long most)
      throws IOException {
    Path file = Files.createTempFile(folder, "fetch", ".part");
    try {
      Digest digest = download(first, file, most);
      if (expected != null && !expected.equals(digest)) {
        throw new FetchException(
            "%s gives the SHA-256 %s, not %s".formatted(url, digest, expected));
      }
      store.put(digest, file);
      return digest;
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private static URI parse(String text) throws FetchException {
    URI url;
    try {
      url = new URI(text);
    } catch (URISyntaxException e) {
      throw new FetchException("\"%s\" is no URL".formatted(text), e);
    }
    return checked(url);
  }

  private static URI checked(URI url) throws FetchException {
    String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
    if (!scheme.equals("https") && !scheme.equals("http")) {
      throw new FetchException(url + " is no http or https URL");
    }
    if (url.getHost() == null || url.getRawUserInfo() != null) {
      throw new FetchException("a URL needs a host, and no user name or password");
    }
    return url;
  }

  private Digest download(URI first, Path file, long most) throws IOException {
    try (Deadline deadline = new Deadline(longest)) {
      try {
        return download(first, file, most, deadline);
      } catch (IOException e) {
        if (deadline.hasPassed()) {
          throw new FetchException("%s takes longer than %s".formatted(first, said(longest)), e);
        }
        throw e;
      }
    }
  }

  private Digest download(URI first, Path file, long most, Deadline deadline) throws IOException {
    URI url = first;
    for (int redirections = 0; redirections <= MOST_REDIRECTIONS; redirections++) {
      try (HttpGet get =
          HttpGet.of(url, address(url), tls, (int) SILENCE.toMillis(), deadline::guard)) {
        switch (get.status()) {
          case 200 -> {
            return save(url, get.body(), file, most);
          }
          case 301, 302, 303, 307, 308 -> url = next(url, get.header("location"));
          default ->
              throw new FetchException("%s is answered with %d".formatted(url, get.status()));
        }
      } catch (SocketTimeoutException e) {
        throw new FetchException("%s is silent for %s".formatted(url, said(SILENCE)), e);
      } catch (SSLException e) {
        throw new FetchException(
            "%s shows a certificate that is not trusted: %s".formatted(url, e.getMessage()), e);
      } catch (ConnectException e) {
        throw new FetchException("%s cannot be reached: %s".formatted(url, e.getMessage()), e);
      }
    }
    throw new FetchException("%s redirects more than %d times".formatted(first, MOST_REDIRECTIONS));
  }

  private static URI next(URI url, String location) throws FetchException {
    if (location.isEmpty()) {
      throw new FetchException(url + " redirects to nowhere");
    }
    URI next;
    try {
      next = checked(url.resolve(new URI(location)));
    } catch (URISyntaxException | IllegalArgumentException e) {
      throw new FetchException(
          "%s redirects to \"%s\", which is no URL".formatted(url, location), e);
    }
    if (url.getScheme().equalsIgnoreCase("https") && next.getScheme().equalsIgnoreCase("http")) {
      throw new FetchException(url + " redirects from https to http");
    }
    return next;
  }

  /** The address to be called, after all that the name has were judged. */
  private InetAddress address(URI url) throws FetchException {
    String host = url.getHost().toLowerCase(Locale.ROOT);
    InetAddress[] addresses;
    try {
      addresses = InetAddress.getAllByName(host);
    } catch (UnknownHostException e) {
      throw new FetchException("the host of %s is unknown".formatted(url), e);
    }
    for (InetAddress address : addresses) {
      Optional<String> refusal = rule.refusal(host, address);
      if (refusal.isPresent()) {
        throw new FetchException(refusal.get());
      }
    }
    return addresses[0];
  }

  private Digest save(URI url, InputStream body, Path file, long most) throws IOException {
    MessageDigest hash = Sha256.begun();
    byte[] chunk = new byte[CHUNK];
    long size = 0;
    long look = 0;
    try (InputStream in = new DigestInputStream(body, hash);
        OutputStream out = Files.newOutputStream(file)) {
      for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
        size += read;
        if (size > most) {
          throw new FetchException(
              "%s gives more than the %,d bytes that are allowed".formatted(url, most));
        }
        if (size > look) {
          look = size + LOOK;
          refuseFullDisk(url, size);
        }
        out.write(chunk, 0, read);
      }
    }
    return Sha256.of(hash);
  }

  /** Twice a look for each of the others that write meanwhile, which look as rarely. */
  private void refuseFullDisk(URI url, long size) throws ContentException {
    if (room.getAsLong() < AT_ONCE * 2 * LOOK) {
      throw new ContentException(
          ContentException.Kind.FULL,
          "The server's disk is full: %s was given up after %,d bytes; submit again once there is room"
              .formatted(url, size));
    }
  }

  private static String said(Duration time) {
    return time.toSeconds() + " seconds";
  }
}
