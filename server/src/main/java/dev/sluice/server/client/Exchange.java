package dev.sluice.server.client;

import dev.sluice.server.event.TraceId;
import dev.sluice.server.wire.Problem;
import dev.sluice.server.wire.Wire;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** Sends requests and tries again where that is right. */
final class Exchange implements AutoCloseable {
  private static final int LONGEST_PROBLEM = 64 * 1024;
  private static final Duration LONGEST_RETRY_AFTER = Duration.ofSeconds(30);
  private static final int TOO_MANY = 429;

  /** Said by a server that will be better soon, or by a proxy whose server is away. */
  private static final Set<Integer> AWAY = Set.of(502, 503, 504);

  private final ServerAddress address;
  private final @Nullable BearerToken token;
  private final TraceId trace;
  private final Patience patience;
  private final HttpClient http;
  private final AtomicLong span = new AtomicLong();

  Exchange(ServerAddress address, @Nullable BearerToken token, TraceId trace, Patience patience) {
    this.address = address;
    this.token = token;
    this.trace = trace;
    this.patience = patience;
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            // Never followed: the token is for the server that was named, and for no other.
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(patience.connect());
    if (address.fingerprint() != null) {
      builder.sslContext(PinnedCertificate.context(address.fingerprint()));
    }
    this.http = builder.build();
  }

  Patience patience() {
    return patience;
  }

  TraceId trace() {
    return trace;
  }

  /** Makes something of an answer; may be called once more when the connection broke meanwhile. */
  @FunctionalInterface
  interface Reader<T> {
    T of(Answer answer) throws IOException;
  }

  /**
   * Sends it, again and again while that is right, and reads the answer.
   *
   * @param expected statuses from 400 on that {@code reader} wants to see
   * @throws ServerException for every other one, and when the patience is at its end
   */
  <T> T call(Ask ask, Set<Integer> expected, Reader<T> reader)
      throws IOException, InterruptedException {
    for (int failures = 1; ; failures++) {
      boolean last = failures >= patience.tries();
      Duration pause = patience.after(failures);
      try {
        return once(ask, expected, reader);
      } catch (Later later) {
        boolean again = ask.repeats() == Ask.Repeats.YES || later.refused.status() == TOO_MANY;
        if (last || !again) {
          throw later.refused;
        }
        pause = later.pause == null ? pause : later.pause;
      } catch (ServerException e) {
        throw e;
      } catch (IOException e) {
        boolean again = ask.repeats() == Ask.Repeats.YES || isUnsent(e);
        if (last || !again || isHopeless(e)) {
          throw unreachable(e);
        }
      }
      patience.pause().take(pause);
    }
  }

  /**
   * Sends it once.
   *
   * @throws Later when the server asks for patience
   * @throws ServerException for a status that is not expected
   * @throws IOException when the connection broke
   */
  <T> T once(Ask ask, Set<Integer> expected, Reader<T> reader)
      throws IOException, InterruptedException {
    HttpResponse<InputStream> response;
    try {
      response = http.send(request(ask), _ -> new BodyStream(patience.silence()));
    } catch (UnresolvedAddressException e) {
      throw new UnknownHostException(address.base().getHost());
    }
    try (InputStream body = response.body()) {
      var answer = new Answer(response.statusCode(), response.headers(), body);
      if (answer.status() < 300 || expected.contains(answer.status())) {
        return reader.of(answer);
      }
      ProblemException problem = new ProblemException(problem(ask, answer));
      if (AWAY.contains(answer.status()) || answer.status() == TOO_MANY) {
        throw new Later(problem, retryAfter(answer));
      }
      throw problem;
    } catch (InterruptedIOException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      throw e;
    } catch (JacksonException e) {
      throw new AnswerException(
          "%s answered what is no answer of a Sluice server: %s"
              .formatted(address, e.getOriginalMessage()),
          e);
    }
  }

  /** The server is there, and asks to be asked later. */
  static final class Later extends IOException {
    private static final long serialVersionUID = 1;

    final transient ProblemException refused;
    final transient @Nullable Duration pause;

    Later(ProblemException refused, @Nullable Duration pause) {
      super(refused);
      this.refused = refused;
      this.pause = pause;
    }
  }

  private HttpRequest request(Ask ask) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(address.base().resolve(ask.path()))
            .method(ask.method(), ask.body())
            .timeout(ask.within() == null ? patience.answer() : ask.within())
            .header("traceparent", "00-%s-%016x-01".formatted(trace, span.incrementAndGet()));
    if (!ask.headers().containsKey("Accept")) {
      builder.header("Accept", "application/json, application/problem+json");
    }
    ask.headers().forEach(builder::header);
    if (token != null) {
      builder.header("Authorization", "Bearer " + token.secret());
    }
    return builder.build();
  }

  private static @Nullable Duration retryAfter(Answer answer) {
    try {
      OptionalLong seconds = answer.number("Retry-After");
      return seconds.isEmpty()
          ? null
          : Duration.ofSeconds(Math.min(seconds.getAsLong(), LONGEST_RETRY_AFTER.toSeconds()));
    } catch (AnswerException e) {
      return null; // a date: our own pauses will do
    }
  }

  private Problem problem(Ask ask, Answer answer) throws IOException {
    String type = answer.headers().firstValue("Content-Type").orElse("");
    if (!ask.method().equals("HEAD") && type.startsWith("application/problem+json")) {
      try {
        byte[] body = answer.body().readNBytes(LONGEST_PROBLEM);
        Problem told = Wire.LENIENT.readValue(body, Problem.class);
        if (told.detail() != null && !told.detail().isBlank()) {
          return new Problem(
              told.type(), told.title(), answer.status(), told.detail(), trace.value());
        }
      } catch (JacksonException e) {
        // Falls through to what the status says.
      }
    }
    return new Problem(
        "about:blank",
        "status " + answer.status(),
        answer.status(),
        saying(ask, answer.status()),
        trace.value());
  }

  /** For an answer that does not explain itself: that to HEAD, or one of a proxy. */
  private String saying(Ask ask, int status) {
    return switch (status) {
      case 401 ->
          token == null
              ? address + " wants a token; give one with --token-file FILE or SLUICE_TOKEN"
              : address + " does not know this token, or it has expired";
      case 403 -> "this token may not do that; sluice whoami shows what it is for";
      case 404 -> address + " has nothing at " + ask.path();
      case 301, 302, 303, 307, 308 ->
          address
              + " sends elsewhere, and a token is never sent after; name that address if it is"
              + " right";
      default ->
          address
              + " answered "
              + status
              + " to "
              + ask.method()
              + " "
              + ask.path()
              + " and did not say why";
    };
  }

  private static boolean isUnsent(IOException e) {
    return e instanceof ConnectException || e instanceof UnknownHostException;
  }

  /** A certificate does not get better by trying again. */
  private static boolean isHopeless(Throwable e) {
    return why(e, CertificateException.class) != null;
  }

  private static <T> @Nullable T why(@Nullable Throwable e, Class<T> kind) {
    int depth = 0;
    for (Throwable cause = e; cause != null && depth < 20; cause = cause.getCause(), depth++) {
      if (kind.isInstance(cause)) {
        return kind.cast(cause);
      }
    }
    return null;
  }

  /** What a broken connection means, in a sentence. */
  ServerException unreachable(IOException e) {
    if (e instanceof Later later) {
      return later.refused;
    }
    var other = why(e, PinnedCertificate.OtherCertificate.class);
    if (other != null) {
      return new UnreachableException(
          "%s is not the server that was meant: %s. If its certificate was changed on purpose, take the new fingerprint from where the server prints it"
              .formatted(address, other.getMessage()),
          e,
          true);
    }
    if (why(e, CertificateException.class) != null) {
      return new UnreachableException(
          "no authority that this machine trusts has signed the certificate of %s. If it made its own, name that: --fingerprint SHA256, as the server prints it"
              .formatted(address),
          e,
          true);
    }
    if (e instanceof SSLException) {
      return new UnreachableException(
          "no TLS with %s: %s. Does it speak https at this port?"
              .formatted(address, e.getMessage()),
          e);
    }
    if (why(e, UnknownHostException.class) != null) {
      return new UnreachableException(
          "no machine is known by the name " + address.base().getHost(), e);
    }
    if (e instanceof ConnectException) {
      return new UnreachableException(
          "nothing answers at %s; is the server running there (sluice serve)?".formatted(address),
          e);
    }
    String what = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return new UnreachableException(
        "the connection to %s broke, also when tried again: %s".formatted(address, what), e);
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
