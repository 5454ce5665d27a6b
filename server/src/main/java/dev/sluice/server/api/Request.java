package dev.sluice.server.api;

import dev.sluice.model.ArtifactName;
import dev.sluice.model.Digest;
import dev.sluice.model.Version;
import dev.sluice.server.access.Caller;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.event.ReleaseKey;
import dev.sluice.server.event.RunKey;
import dev.sluice.server.event.TokenKey;
import dev.sluice.server.event.TraceId;
import dev.sluice.server.ledger.Ledger;
import dev.sluice.trust.canonical.Sha256;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is asked, by whom. Names in the path are checked when they are read: what cannot be a name
 * is not found.
 */
public final class Request {
  /** The longest part of a list in one answer. */
  public static final int MOST_ITEMS = 200;

  private static final int USUAL_ITEMS = 50;

  private final Map<String, String> names;
  private final Map<String, String> query;
  private final Map<String, String> headers;
  private final @Nullable Caller caller;
  private final TraceId trace;
  private final Body body;

  /**
   * For the server and for tests of routes.
   *
   * @param names of the path's parts in braces, decoded
   * @param query each parameter's first value, decoded
   * @param headers by name in lower case
   * @param caller null on a route that is {@code OPEN}
   */
  public Request(
      Map<String, String> names,
      Map<String, String> query,
      Map<String, String> headers,
      @Nullable Caller caller,
      TraceId trace,
      Body body) {
    this.names = Map.copyOf(names);
    this.query = Map.copyOf(query);
    this.headers = Map.copyOf(headers);
    this.caller = caller;
    this.trace = trace;
    this.body = body;
  }

  /** Of every route that is not {@code OPEN}. */
  public Caller caller() {
    if (caller == null) {
      throw new IllegalStateException("a route without permissions asks for its caller");
    }
    return caller;
  }

  public TraceId trace() {
    return trace;
  }

  /** Who asked for what, of the path's product: for {@link Ledger#decide}. */
  public Ledger.Call call(String cause) {
    return call(product(), cause);
  }

  /** Who asked for what. */
  public Ledger.Call call(ProductName product, String cause) {
    return new Ledger.Call(product, caller().actor(), cause, trace);
  }

  /** {@code {product}}. */
  public ProductName product() {
    return named("product", ProductName::isValid, ProductName::new);
  }

  /** {@code {artifact}}. */
  public ArtifactName artifact() {
    return named("artifact", ArtifactName::isValid, ArtifactName::new);
  }

  /** {@code {version}}. */
  public Version version() {
    return named("version", Version::isValid, Version::new);
  }

  /** {@code {artifact}} and {@code {version}}. */
  public ReleaseKey release() {
    return new ReleaseKey(artifact(), version());
  }

  /** {@code {run}}. */
  public RunKey run() {
    return named("run", RunKey::isValid, RunKey::new);
  }

  /** {@code {token}}. */
  public TokenKey token() {
    return named("token", TokenKey::isValid, TokenKey::new);
  }

  /** {@code {digest}}. */
  public Digest digest() {
    return named("digest", value -> value.matches("[0-9a-f]{64}"), Digest::new);
  }

  /** How many items of a list: {@code limit}. */
  public int limit() {
    return (int) number("limit", 1, MOST_ITEMS).orElse((long) USUAL_ITEMS).longValue();
  }

  /** Where a list that is newest first goes on: {@code cursor}, exclusive. */
  public long before() {
    return number("cursor", 1, Long.MAX_VALUE).orElse(Long.MAX_VALUE);
  }

  /** A parameter that is a whole number. */
  public Optional<Long> number(String name, long least, long most) {
    return query(name)
        .map(
            text -> {
              if (text.matches("[0-9]{1,18}")) {
                long value = Long.parseLong(text);
                if (value >= least && value <= most) {
                  return value;
                }
              }
              throw Problems.malformed(
                  "?%s= takes a whole number from %d to %d".formatted(name, least, most));
            });
  }

  /** A parameter that is there or not: {@code ?dry-run=true}. */
  public boolean flag(String name) {
    return switch (query(name).orElse("false")) {
      case "true" -> true;
      case "false" -> false;
      default -> throw Problems.malformed("?%s= takes true or false".formatted(name));
    };
  }

  public Optional<String> query(String name) {
    return Optional.ofNullable(query.get(name));
  }

  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
  }

  /** A header that is a whole number of bytes. */
  public Optional<Long> bytesHeader(String name) {
    return header(name)
        .map(
            text -> {
              if (!text.matches("[0-9]{1,18}")) {
                throw Problems.malformed("%s takes a whole number of bytes".formatted(name));
              }
              return Long.parseLong(text);
            });
  }

  /**
   * Goes on only if {@code If-Match} is absent or names this state.
   *
   * @param tag as in the {@code ETag} of what is asked about, with its quotes
   * @throws ProblemException 412, when it is in another state by now
   */
  public void mustMatch(String tag) {
    String match = header("If-Match").orElse("*").strip();
    if (!match.equals("*")
        && Arrays.stream(match.split(",", -1)).map(String::strip).noneMatch(tag::equals)) {
      throw Problems.changed(
          "It is %s by now, and If-Match says %s; look at it again".formatted(tag, match));
    }
  }

  /** Whether the caller would rather have server-sent events. */
  public boolean wantsEvents() {
    return header("Accept").orElse("").contains("text/event-stream");
  }

  /** The body as a record of {@code wire}: complete, and nothing unknown in it. */
  public <T extends Record> T body(Class<T> type) {
    return Bodies.read(body.open().get(), type);
  }

  /** As {@link #body}, or {@code missing} when there is none. */
  public <T extends Record> T bodyOr(Class<T> type, T missing) {
    return body.length() == 0 ? missing : Bodies.read(body.open().get(), type);
  }

  /** The body's length in bytes; 0 for none, -1 when it is only known at its end. */
  public long length() {
    return body.length();
  }

  /** The body's bytes. Read no more than the route needs; the server bounds size and time. */
  public InputStream stream() {
    return body.open().get();
  }

  /** The same, with a body that can be read again; no larger than a document may be. */
  Request withBodyInMemory() {
    byte[] bytes = Bodies.bytes(stream());
    return new Request(
        names,
        query,
        headers,
        caller,
        trace,
        new Body(bytes.length, () -> new ByteArrayInputStream(bytes)));
  }

  /** Of a body that is in memory. */
  Digest bodyDigest() {
    return Sha256.of(Bodies.bytes(stream()));
  }

  private <T> T named(String name, Function<String, Boolean> valid, Function<String, T> of) {
    String value = names.get(name);
    if (value == null) {
      throw new IllegalStateException("the route's path has no {" + name + "}");
    }
    if (!valid.apply(value)) {
      throw Problems.notFound("No " + name + " can be named so; see the format of names");
    }
    return of.apply(value);
  }

  /**
   * What came with it.
   *
   * @param length 0 for none, -1 when it is only known at its end
   */
  public record Body(long length, Supplier<InputStream> open) {
    public static final Body NONE = new Body(0, InputStream::nullInputStream);
  }
}
