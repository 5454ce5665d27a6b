package dev.sluice.server.api;

import dev.sluice.server.access.Denials;
import dev.sluice.server.event.TraceId;
import dev.sluice.server.ledger.Ledger;
import dev.sluice.server.log.Traces;
import dev.sluice.server.tls.ReloadingTls;
import dev.sluice.server.wire.Problem;
import dev.sluice.server.wire.Wire;
import io.helidon.common.socket.SocketOptions;
import io.helidon.common.tls.Tls;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;
import io.helidon.http.Method;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionListener;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The server's side of HTTP: listens, and has every request answered by its route. */
public final class HttpServer implements AutoCloseable {
  /** Before the path of every route of the API. */
  public static final String PREFIX = "/api/v1";

  private static final Duration GRACE = Duration.ofSeconds(5);

  private final ListenOn on;
  private final Deadlines deadlines;
  private final Announcements announcements;
  private final @Nullable ReloadingTls tls;
  private final List<Route> routes;
  private final WebServer web;

  /**
   * What it is made of.
   *
   * @param nanoTime for durations
   * @param random a {@code SecureRandom}, but in tests
   */
  public record Parts(
      Ledger ledger,
      Announcements announcements,
      Metrics metrics,
      Limits limits,
      InstantSource clock,
      LongSupplier nanoTime,
      RandomGenerator random) {}

  private HttpServer(ListenOn on, Parts parts, List<Routes> api, List<Routes> beside)
      throws IOException {
    this.on = on;
    this.announcements = parts.announcements();
    deadlines = new Deadlines();
    Limits limits = parts.limits();
    Arrivals arrivals = new Arrivals(deadlines, limits);
    tls =
        on.tls() == null
            ? null
            : new ReloadingTls(on.tls(), parts.nanoTime(), arrivals::connecting);
    Endpoint.Surroundings around =
        new Endpoint.Surroundings(
            parts.ledger(),
            parts.clock(),
            parts.nanoTime(),
            parts.random(),
            limits,
            deadlines,
            new Outbox(deadlines, limits),
            parts.metrics(),
            new Denials(parts.ledger(), parts.nanoTime()),
            new RepeatedPosts(),
            new RateLimit(limits.perToken(), parts.nanoTime()),
            new RateLimit(limits.perAddress(), parts.nanoTime()));
    routes = all(api);
    HttpRouting.Builder routing = HttpRouting.builder();
    add(routing, PREFIX, routes, around);
    add(routing, "", all(beside), around);
    routing.any(new Endpoint(Nowhere.ROUTE, around));
    web = web(on, limits, arrivals, parts.random(), routing).build();
  }

  /**
   * Listens, and returns once it does.
   *
   * @param api routes below {@link #PREFIX}
   * @param beside routes beside it: health, metrics
   * @throws IOException with a sentence, when it must not or cannot
   */
  public static HttpServer start(ListenOn on, Parts parts, List<Routes> api, List<Routes> beside)
      throws IOException {
    Optional<String> refusal = on.refusal();
    if (refusal.isPresent()) {
      throw new IOException(refusal.get());
    }
    probe(on);
    HttpServer server = new HttpServer(on, parts, api, beside);
    server.web.start();
    if (!server.web.isRunning()) {
      server.deadlines.close();
      throw taken(on, null);
    }
    return server;
  }

  /** The web server tells its log alone that a port is taken. */
  private static void probe(ListenOn on) throws IOException {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(on.host(), on.port()));
    } catch (BindException e) {
      throw taken(on, e);
    }
  }

  private static IOException taken(ListenOn on, @Nullable Exception cause) {
    return new IOException(
        "cannot listen on %s:%d: another program may; choose another by --listen"
            .formatted(on.host(), on.port()),
        cause);
  }

  private WebServerConfig.Builder web(
      ListenOn listen,
      Limits limits,
      Arrivals arrivals,
      RandomGenerator random,
      HttpRouting.Builder routing) {
    Http1Config http1 =
        Http1Config.builder()
            .maxHeadersSize(limits.headerBytes())
            .addReceiveListener(arrivals)
            .build();
    DirectHandlers.Builder direct = DirectHandlers.builder();
    for (DirectHandler.EventType type : DirectHandler.EventType.values()) {
      direct.addHandler(
          type,
          (_, _, status, headers, message) ->
              refuse(Traces.of(null, random), status, headers, message));
    }
    WebServerConfig.Builder config =
        WebServer.builder()
            .host(listen.host())
            .port(listen.port())
            // The stop is told by whoever wires the program, in its order.
            .shutdownHook(false)
            .addProtocol(http1)
            .connectionOptions(
                SocketOptions.builder().readTimeout(limits.idleTime()).tcpNoDelay(true).build())
            .maxPayloadSize(limits.bodyBytes())
            .maxTcpConnections(limits.connections())
            .idleConnectionTimeout(limits.idleTime())
            .idleConnectionPeriod(limits.idleTime().dividedBy(4))
            .shutdownGracePeriod(GRACE)
            // Its NIO variant asks the name service about every client.
            .useNio(false)
            .directHandlers(direct.build())
            .routing(routing);
    if (tls != null) {
      config.tls(Tls.builder().sslContext(tls.context()).build());
    }
    return config;
  }

  private static List<Route> all(List<Routes> parts) {
    return parts.stream().flatMap(part -> part.routes().stream()).toList();
  }

  private static void add(
      HttpRouting.Builder routing,
      String prefix,
      List<Route> routes,
      Endpoint.Surroundings around) {
    Map<String, Set<Verb>> paths = new LinkedHashMap<>();
    for (Route route : routes) {
      paths.computeIfAbsent(route.path(), _ -> EnumSet.noneOf(Verb.class)).add(route.verb());
      routing.route(method(route.verb()), prefix + route.path(), new Endpoint(route, around));
    }
    for (Route route : routes) {
      // Whoever answers GET answers HEAD as well (RFC 9110), where no route of its own does.
      Set<Verb> verbs = paths.computeIfAbsent(route.path(), _ -> EnumSet.noneOf(Verb.class));
      if (route.verb() == Verb.GET && verbs.add(Verb.HEAD)) {
        routing.route(Method.HEAD, prefix + route.path(), new Endpoint(route.head(), around));
      }
    }
    paths.forEach(
        (path, verbs) -> routing.any(prefix + path, new Endpoint(Nowhere.at(path, verbs), around)));
  }

  private static Method method(Verb verb) {
    return switch (verb) {
      case GET -> Method.GET;
      case HEAD -> Method.HEAD;
      case PUT -> Method.PUT;
      case POST -> Method.POST;
      case DELETE -> Method.DELETE;
    };
  }

  /** What is refused before any route is found: broken framing, too much of it. */
  private static DirectHandler.TransportResponse refuse(
      TraceId trace, Status status, ServerResponseHeaders headers, @Nullable String message) {
    String detail =
        switch (status.code()) {
          case 413 ->
              "A request's body may have %,d bytes; send larger files in pieces"
                  .formatted(Limits.PIECE);
          case 431 -> "The headers are too large";
          case 503 -> "Too many requests at once; wait a second";
          default -> message == null ? "This is no proper HTTP/1.1 request" : message;
        };
    Problem problem =
        new Problem(
            "/problems/" + (status.code() == 413 ? "too-large" : "malformed"),
            status.reasonPhrase(),
            status.code(),
            detail,
            trace.value());
    return DirectHandler.TransportResponse.builder()
        .status(status)
        .headers(headers)
        .header(HeaderNames.CONTENT_TYPE, "application/problem+json")
        .header(HeaderNames.create("Trace-Id"), trace.value())
        .entity(Wire.STRICT.writeValueAsBytes(problem))
        .keepAlive(false)
        .build();
  }

  /** What it answers below {@link #PREFIX}. */
  public List<Route> routes() {
    return routes;
  }

  /** Where clients reach it. */
  public URI address() {
    String host = on.host().contains(":") ? "[" + on.host() + "]" : on.host();
    return URI.create(
        String.format(Locale.ROOT, "%s://%s:%d", tls == null ? "http" : "https", host, port()));
  }

  public int port() {
    return web.port();
  }

  /** SHA-256 of the certificate in use; null without TLS. */
  public @Nullable String fingerprint() {
    return tls == null ? null : tls.fingerprint();
  }

  /** Takes no more requests, lets those that are there end, and hangs up on who does not. */
  @Override
  public void close() {
    announcements.close();
    web.stop();
    deadlines.close();
  }

  /**
   * A request's headers have to be there in time; a timeout of each read alone could be stretched.
   */
  private static final class Arrivals implements Http1ConnectionListener {
    private final Deadlines deadlines;
    private final Limits limits;

    // A connection has one thread, from its first byte to its last. Not static: each server has its
    // own, and a thread serves one.
    @SuppressWarnings("ThreadLocalUsage")
    private final ThreadLocal<Deadlines.@Nullable Deadline> waiting = new ThreadLocal<>();

    Arrivals(Deadlines deadlines, Limits limits) {
      this.deadlines = deadlines;
      this.limits = limits;
    }

    void connecting() {
      begin(limits.idleTime());
    }

    @Override
    public void prologue(ConnectionContext context, HttpPrologue prologue) {
      begin(limits.headerTime());
    }

    @Override
    public void headers(ConnectionContext context, Headers headers) {
      end();
    }

    private void begin(Duration time) {
      end();
      waiting.set(deadlines.within(time));
    }

    private void end() {
      Deadlines.Deadline deadline = waiting.get();
      if (deadline != null) {
        deadline.close();
        waiting.remove();
      }
    }
  }
}
