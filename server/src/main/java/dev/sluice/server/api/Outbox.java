package dev.sluice.server.api;

import dev.sluice.server.wire.Wire;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sends answers; gives up on clients that do not take them. */
final class Outbox {
  private static final int WORTH_COMPRESSING = 1024;
  private static final int CHUNK = 64 << 10;

  private final Deadlines deadlines;
  private final Limits limits;

  Outbox(Deadlines deadlines, Limits limits) {
    this.deadlines = deadlines;
    this.limits = limits;
  }

  void send(ServerRequest request, ServerResponse response, Answer answer)
      throws IOException, InterruptedException {
    response.status(Status.create(answer.status()));
    answer.headers().forEach((name, value) -> response.header(name, value));
    switch (answer) {
      case Answer.Empty _ -> whole(response, new byte[0]);
      case Answer.Json json -> {
        if (!json.headers().containsKey("Content-Type")) {
          response.header(HeaderNames.CONTENT_TYPE, "application/json");
        }
        // What a token may see is nobody else's: no cache keeps it.
        response.header(HeaderNames.CACHE_CONTROL, "no-cache");
        document(request, response, Wire.STRICT.writeValueAsBytes(json.body()));
      }
      case Answer.Bytes bytes -> {
        response.header(HeaderNames.CONTENT_TYPE, bytes.mediaType());
        response.header("X-Content-Type-Options", "nosniff");
        document(request, response, bytes.bytes());
      }
      case Answer.Stream stream -> {
        response.header(HeaderNames.CONTENT_TYPE, stream.mediaType());
        response.header("X-Content-Type-Options", "nosniff");
        if (stream.length() >= 0) {
          response.header(HeaderNames.CONTENT_LENGTH, Long.toString(stream.length()));
        }
        if (isHead(request)) {
          // What it holds is let go when it is closed, read or not.
          stream.source().open().close();
          whole(response, new byte[0]);
        } else {
          copy(stream.source(), response);
        }
      }
      case Answer.Events events -> {
        response.header(HeaderNames.CONTENT_TYPE, "text/event-stream");
        response.header(HeaderNames.CACHE_CONTROL, "no-store");
        try (OutputStream out = response.outputStream()) {
          Sink sink = new Sink(out);
          sink.breathe();
          events.feed().into(sink);
        }
      }
    }
  }

  private void document(ServerRequest request, ServerResponse response, byte[] bytes) {
    response.header(HeaderNames.VARY, "Accept-Encoding");
    Optional<Packing.Packed> packed =
        bytes.length < WORTH_COMPRESSING
            ? Optional.empty()
            : Packing.of(request.headers().values(HeaderNames.ACCEPT_ENCODING), bytes);
    packed.ifPresent(p -> response.header(HeaderNames.CONTENT_ENCODING, p.by().coding()));
    byte[] sent = packed.map(Packing.Packed::bytes).orElse(bytes);
    if (isHead(request)) {
      response.header(HeaderNames.CONTENT_LENGTH, Integer.toString(sent.length));
      whole(response, new byte[0]);
    } else {
      whole(response, sent);
    }
  }

  private static boolean isHead(ServerRequest request) {
    return request.prologue().method().equals(Method.HEAD);
  }

  private void whole(ServerResponse response, byte[] bytes) {
    try (Deadlines.Deadline _ = deadlines.within(limits.sendTime())) {
      response.send(bytes);
    }
  }

  private void copy(Answer.Source source, ServerResponse response) throws IOException {
    try (InputStream in = source.open();
        OutputStream out = response.outputStream()) {
      byte[] chunk = new byte[CHUNK];
      for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
        try (Deadlines.Deadline _ = deadlines.within(limits.sendTime())) {
          out.write(chunk, 0, read);
        }
      }
    }
  }

  /** One client's events. */
  private final class Sink implements Answer.Sink {
    private final OutputStream out;

    Sink(OutputStream out) {
      this.out = out;
    }

    @Override
    public void send(@Nullable String id, String type, Object data) throws IOException {
      StringBuilder text = new StringBuilder();
      if (id != null) {
        text.append("id: ").append(id).append('\n');
      }
      // Jackson escapes line ends, so that the data is one line whatever is in it.
      text.append("event: ").append(type).append('\n');
      text.append("data: ").append(Wire.STRICT.writeValueAsString(data)).append("\n\n");
      write(text.toString());
    }

    @Override
    public void breathe() throws IOException {
      write(": still here\n\n");
    }

    private void write(String text) throws IOException {
      try (Deadlines.Deadline _ = deadlines.within(limits.sendTime())) {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
      } catch (UncheckedIOException e) {
        throw e.getCause();
      }
    }
  }

  /** Ends a connection on which nothing sensible can be said any more. */
  static CloseConnectionException hangUp(String why, Exception cause) {
    return new CloseConnectionException(why, cause);
  }
}
