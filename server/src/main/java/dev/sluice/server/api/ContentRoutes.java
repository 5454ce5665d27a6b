package dev.sluice.server.api;

import dev.sluice.model.Digest;
import dev.sluice.server.access.Permission;
import dev.sluice.server.content.ContentException;
import dev.sluice.server.content.ContentStore;
import dev.sluice.server.content.Contents;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.ledger.Ledger;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Content by digest: asked for, fetched from any byte on, stored in pieces. */
public final class ContentRoutes implements Routes {
  private static final String PATH = "/products/{product}/content/{digest}";
  private static final String OFFSET = "Upload-Offset";
  private static final String BINARY = "application/octet-stream";
  private static final Pattern RANGE = Pattern.compile("bytes=([0-9]{0,18})-([0-9]{0,18})");

  private final Ledger ledger;
  private final Contents contents;
  private final long largest;

  /**
   * Of these stores.
   *
   * @param largest bytes of one content
   */
  public ContentRoutes(Ledger ledger, Contents contents, long largest) {
    this.ledger = ledger;
    this.contents = contents;
    this.largest = largest;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        new Route(Verb.HEAD, PATH, Permission.FETCH, this::head),
        Route.get(PATH, Permission.FETCH, this::get),
        Route.put(PATH, Permission.STORE, this::put));
  }

  private Answer head(Request request) throws IOException {
    ContentStore store = contents.of(request.product());
    OptionalLong size = store.size(request.digest());
    if (size.isEmpty()) {
      return Answer.empty(404).with(OFFSET, Long.toString(store.received(request.digest())));
    }
    return Answer.empty(200)
        .with("Content-Length", Long.toString(size.getAsLong()))
        .with("Content-Type", BINARY)
        .with("Accept-Ranges", "bytes");
  }

  private Answer get(Request request) throws IOException {
    return content(ledger, contents, request.digest(), BINARY, request);
  }

  /** Content as a whole or the part that is asked for. */
  static Answer content(
      Ledger ledger, Contents contents, Digest digest, String mediaType, Request request)
      throws IOException {
    ContentStore store = contents.of(request.product());
    OptionalLong size = store.size(digest);
    if (size.isEmpty()) {
      throw absent(ledger, request.product(), digest);
    }
    Optional<Range> range =
        request.header("Range").flatMap(text -> Range.of(text, size.getAsLong()));
    Answer answer =
        range.isEmpty()
            ? Answer.stream(mediaType, size.getAsLong(), () -> store.open(digest, 0))
            : new Answer.Stream(
                206,
                mediaType,
                range.get().length(),
                () -> new Bounded(store.open(digest, range.get().from()), range.get().length()),
                Map.of(
                    "Content-Range",
                    "bytes %d-%d/%d"
                        .formatted(range.get().from(), range.get().to(), size.getAsLong())));
    // What a digest names never changes.
    return answer.with("Accept-Ranges", "bytes").with("ETag", "\"" + digest + "\"");
  }

  /** Of what is not here: whether it ever was. */
  static ProblemException absent(Ledger ledger, ProductName product, Digest digest) {
    return ledger
        .read(records -> records.removed(product, digest))
        .map(
            removed ->
                Problems.removed(
                    "This was %s, and is removed since %s, as this server's settings want; the log says what it was"
                        .formatted(removed.reason(), removed.time())))
        .orElseGet(() -> Problems.notFound("There is no content of the SHA-256 " + digest));
  }

  private Answer put(Request request) throws IOException {
    Digest digest = request.digest();
    long offset = request.bytesHeader(OFFSET).orElse(0L);
    long length =
        request
            .bytesHeader("Upload-Length")
            .orElseGet(
                () -> {
                  if (request.length() < 0) {
                    throw Problems.malformed("Send Upload-Length, or else Content-Length");
                  }
                  return request.length();
                });
    if (length > largest) {
      throw Problems.tooLarge(
          "Content may have %,d bytes here, and this has %,d".formatted(largest, length));
    }
    ContentStore store = contents.of(request.product());
    ContentStore.Upload upload = store.upload(digest, length);
    if (upload.isComplete()) {
      return Answer.empty(201).with(OFFSET, Long.toString(length));
    }
    long reached;
    try {
      reached = upload.append(offset, request.stream());
    } catch (ContentException e) {
      if (e.kind() == ContentException.Kind.OFFSET) {
        throw Problems.otherOffset(String.valueOf(e.getMessage()), store.received(digest));
      }
      throw e;
    }
    return Answer.empty(reached == length ? 201 : 202).with(OFFSET, Long.toString(reached));
  }

  /**
   * Bytes that are asked for; both inclusive.
   *
   * @param to at least {@code from}
   */
  record Range(long from, long to) {
    long length() {
      return to - from + 1;
    }

    /** Empty when all is to be sent: several ranges, another unit. RFC 9110 leaves that to us. */
    static Optional<Range> of(String header, long size) {
      Matcher matcher = RANGE.matcher(header.strip());
      if (!matcher.matches() || header.strip().equals("bytes=-")) {
        return Optional.empty();
      }
      @Nullable Long first = number(matcher.group(1));
      @Nullable Long last = number(matcher.group(2));
      if (first == null) {
        long suffix = Math.min(last == null ? 0 : last, size);
        return satisfiable(size - suffix, size - 1, size);
      }
      if (last != null && last < first) {
        return Optional.empty();
      }
      return satisfiable(first, last == null ? size - 1 : Math.min(last, size - 1), size);
    }

    private static Optional<Range> satisfiable(long from, long to, long size) {
      if (from >= size) {
        throw new ProblemException(
            "no-such-range",
            "There are no such bytes",
            416,
            "The content has %,d bytes".formatted(size),
            Map.of("Content-Range", "bytes */" + size));
      }
      return Optional.of(new Range(from, to));
    }

    private static @Nullable Long number(String text) {
      return text.isEmpty() ? null : Long.valueOf(text);
    }
  }

  /** So many bytes of a stream. */
  private static final class Bounded extends InputStream {
    private final InputStream in;
    private long left;

    Bounded(InputStream in, long left) {
      this.in = in;
      this.left = left;
    }

    @Override
    public int read() throws IOException {
      int read = left > 0 ? in.read() : -1;
      if (read >= 0) {
        left--;
      }
      return read;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (left <= 0) {
        return -1;
      }
      int read = in.read(bytes, offset, (int) Math.min(length, left));
      if (read > 0) {
        left -= read;
      }
      return read;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
