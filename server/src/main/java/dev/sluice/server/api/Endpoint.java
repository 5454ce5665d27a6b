package dev.sluice.server.api;

import dev.sluice.server.access.Caller;
import dev.sluice.server.access.Denials;
import dev.sluice.server.access.Identified;
import dev.sluice.server.access.Permission;
import dev.sluice.server.content.ContentException;
import dev.sluice.server.event.Actor;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.event.Role;
import dev.sluice.server.event.TraceId;
import dev.sluice.server.fetch.FetchException;
import dev.sluice.server.fetch.FetchesBusyException;
import dev.sluice.server.ledger.Ledger;
import dev.sluice.server.ledger.LedgerException;
import dev.sluice.server.log.Traces;
import dev.sluice.server.log.Tracing;
import io.helidon.http.HeaderNames;
import io.helidon.http.HttpException;
import io.helidon.http.RequestException;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Where every request of one route passes: limited, identified, permitted, answered, counted. */
final class Endpoint implements Handler {
  private static final System.Logger LOG = System.getLogger(Endpoint.class.getName());

  private final Route route;
  private final Surroundings around;

  Endpoint(Route route, Surroundings around) {
    this.route = route;
    this.around = around;
  }

  /** What all routes share. */
  record Surroundings(
      Ledger ledger,
      InstantSource clock,
      LongSupplier nanoTime,
      RandomGenerator random,
      Limits limits,
      Deadlines deadlines,
      Outbox outbox,
      Metrics metrics,
      Denials denials,
      RepeatedPosts posts,
      RateLimit tokens,
      RateLimit addresses) {}

  // Closed by hand as well: its deadline must not run on while the answer is sent.
  @SuppressWarnings("try")
  @Override
  public void handle(ServerRequest request, ServerResponse response) {
    long began = around.nanoTime().getAsLong();
    TraceId trace =
        Traces.of(
            request.headers().first(HeaderNames.create("traceparent")).orElse(null),
            around.random());
    Tracing.within(trace, () -> handle(request, response, trace, began));
  }

  private void handle(ServerRequest request, ServerResponse response, TraceId trace, long began) {
    int status = 0;
    try (Arriving body = new Arriving(request, around.deadlines(), around.limits())) {
      Answer answer;
      try {
        answer = answer(request, body, trace);
      } catch (CloseConnectionException | RequestException | HttpException e) {
        throw e;
      } catch (Exception e) {
        if (body.isLate()) {
          boolean _ = Thread.interrupted();
          throw Outbox.hangUp("the body came too slowly", e);
        }
        answer = problem(e, trace);
      }
      if (!body.drain()) {
        response.header(HeaderNames.CONNECTION, "close");
      }
      body.end();
      status = answer.status();
      response.header("Trace-Id", trace.value());
      send(request, response, answer);
    } finally {
      long nanos = around.nanoTime().getAsLong() - began;
      around.metrics().request(route.title(), status, nanos);
      log(request, status, nanos);
    }
  }

  private void send(ServerRequest request, ServerResponse response, Answer answer) {
    try {
      around.outbox().send(request, response, answer);
    } catch (IOException e) {
      throw Outbox.hangUp("the answer broke off", e);
    } catch (InterruptedException e) {
      // Either it was not taken in time, or the server stops.
      throw Outbox.hangUp("the answer was given up", e);
    }
  }

  private Answer answer(ServerRequest request, Arriving body, TraceId trace)
      throws IOException, InterruptedException {
    Map<String, String> names = new HashMap<>();
    var parameters = request.path().pathParameters();
    for (String name : parameters.names()) {
      names.put(name, parameters.get(name));
    }
    Caller caller =
        route.permission() == Permission.OPEN ? open(request) : identify(request, trace);
    if (caller != null) {
      permit(caller, names.get("product"), trace);
    }
    Map<String, String> headers = new HashMap<>();
    request.headers().forEach(header -> headers.put(header.headerName().lowerCase(), header.get()));
    Map<String, String> query = new HashMap<>();
    for (String name : request.query().names()) {
      query.put(name, request.query().first(name).orElse(""));
    }
    Request asked =
        new Request(
            names, query, headers, caller, trace, new Request.Body(body.length(), body::open));
    String key = headers.get("idempotency-key");
    if (route.verb() != Verb.POST || key == null || caller == null) {
      Answer answer = route.handler().answer(asked);
      if (route.verb() == Verb.HEAD && answer instanceof Answer.Events) {
        throw Problems.otherMethod("A stream of events has no headers alone; GET it", "GET");
      }
      return answer;
    }
    return once(request, caller, key, asked);
  }

  private Answer once(ServerRequest request, Caller caller, String value, Request asked)
      throws IOException, InterruptedException {
    if (value.length() > RepeatedPosts.LONGEST_KEY) {
      throw Problems.malformed(
          "An Idempotency-Key has at most %d characters".formatted(RepeatedPosts.LONGEST_KEY));
    }
    RepeatedPosts.Key key = new RepeatedPosts.Key(caller.token(), value);
    Request kept = asked.withBodyInMemory();
    String what =
        "%s?%s %s"
            .formatted(
                request.prologue().uriPath().rawPath(),
                request.prologue().query().rawValue(),
                kept.bodyDigest());
    var before = around.posts().begin(key, what);
    if (before.isPresent()) {
      return before.get();
    }
    Answer.@Nullable Json remembered = null;
    try {
      Answer answer = route.handler().answer(kept);
      if (answer instanceof Answer.Json json) {
        remembered = json;
      }
      return answer;
    } finally {
      around.posts().end(key, what, remembered);
    }
  }

  private @Nullable Caller open(ServerRequest request) {
    limit(around.addresses().take(address(request)));
    return null;
  }

  private Caller identify(ServerRequest request, TraceId trace) {
    String address = address(request);
    String authorization = request.headers().first(HeaderNames.AUTHORIZATION).orElse(null);
    Identified who =
        around
            .ledger()
            .read(records -> Identified.by(authorization, records, around.clock().instant()));
    return switch (who) {
      case Identified.As(var caller) -> {
        limit(around.tokens().take(caller.token()));
        yield caller;
      }
      case Identified.Nobody _ -> {
        limit(around.addresses().take(address));
        around.metrics().denial();
        throw Problems.unidentified("Send the header Authorization: Bearer slt_…");
      }
      case Identified.Refused(var sentence, var known) -> {
        limit(around.addresses().take(address));
        deny(null, known, sentence + " (from " + address + ")", trace);
        throw Problems.unidentified(sentence);
      }
    };
  }

  private static void limit(boolean within) {
    if (!within) {
      throw Problems.tooOften("Ask less often, or wait a second", 1);
    }
  }

  private static String address(ServerRequest request) {
    return request.remotePeer().host();
  }

  private void permit(Caller caller, @Nullable String product, TraceId trace) {
    @Nullable ProductName named =
        product != null && ProductName.isValid(product) ? new ProductName(product) : null;
    if (!caller.may(route.permission())) {
      String sentence =
          "A token of the role %s may not do this; it needs %s"
              .formatted(caller.role().word(), roles(route.permission()));
      deny(caller.reachesAll() ? named : null, caller.actor(), sentence, trace);
      throw Problems.notPermitted(sentence);
    }
    if (named != null && !caller.reaches(named)) {
      String sentence = "This token is for product %s alone".formatted(caller.product());
      deny(named, caller.actor(), sentence, trace);
      throw Problems.notPermitted(sentence);
    }
  }

  private static String roles(Permission permission) {
    StringBuilder text = new StringBuilder();
    for (Role role : Role.values()) {
      if (permission.isOf(role)) {
        text.append(text.isEmpty() ? "" : " or ").append(role.word());
      }
    }
    return text.toString();
  }

  private void deny(
      @Nullable ProductName product, @Nullable Actor actor, String sentence, TraceId trace) {
    around.metrics().denial();
    around.denials().record(product, actor, route.title() + ": " + sentence, trace);
  }

  private Answer problem(Exception e, TraceId trace) {
    ProblemException problem =
        switch (e) {
          case ProblemException told -> told;
          case ContentException content -> told(content);
          case FetchesBusyException busy ->
              Problems.unavailable(String.valueOf(busy.getMessage()), 60);
          case FetchException fetch -> Problems.invalid(String.valueOf(fetch.getMessage()));
          case LedgerException ledger when ledger.isFull() ->
              Problems.diskFull(
                  "The server's disk is full: nothing was recorded. It goes on by itself once there"
                      + " is room");
          case InterruptedException _ -> Problems.unavailable("The server stops", 5);
          default -> {
            LOG.log(System.Logger.Level.ERROR, route.title() + " failed", e);
            around.metrics().fault();
            yield Problems.fault("The server's log says more, under this trace");
          }
        };
    Answer answer =
        new Answer.Json(problem.status(), WireForms.of(problem, trace.value()), problem.headers());
    return answer.with("Content-Type", "application/problem+json");
  }

  private static ProblemException told(ContentException e) {
    String sentence = String.valueOf(e.getMessage());
    return switch (e.kind()) {
      case OFFSET -> Problems.conflict(sentence);
      case TOO_MUCH -> Problems.tooLarge(sentence);
      case DIGEST -> Problems.wrongDigest(sentence);
      case FULL -> Problems.diskFull(sentence);
    };
  }

  private void log(ServerRequest request, int status, long nanos) {
    LOG.log(
        status >= 500 ? System.Logger.Level.WARNING : System.Logger.Level.DEBUG,
        () ->
            String.format(
                Locale.ROOT,
                "%s %d %.1f ms from %s",
                route.title(),
                status,
                nanos / 1e6,
                address(request)));
  }
}
