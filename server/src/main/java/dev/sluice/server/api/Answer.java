package dev.sluice.server.api;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a request is answered with. Problems are thrown, not returned. */
public sealed interface Answer {
  int status();

  Map<String, String> headers();

  /** 200 with a record of {@code wire} as JSON. */
  static Answer ok(Object body) {
    return new Json(200, body, Map.of());
  }

  /** 201 with a record of {@code wire} as JSON. */
  static Answer created(Object body) {
    return new Json(201, body, Map.of());
  }

  /** 204. */
  static Answer nothing() {
    return new Empty(204, Map.of());
  }

  /** Of a status without a body. */
  static Answer empty(int status) {
    return new Empty(status, Map.of());
  }

  /** 200 with bytes that are in memory. */
  static Answer bytes(String mediaType, byte[] bytes) {
    return new Bytes(200, mediaType, bytes, Map.of());
  }

  /** 200 with bytes that are read while they are sent. */
  static Answer stream(String mediaType, long length, Source source) {
    return new Stream(200, mediaType, length, source, Map.of());
  }

  /** 200 with server-sent events until the feed returns or the client leaves. */
  static Answer events(Feed feed) {
    return new Events(feed, Map.of());
  }

  /** The same with one more header. */
  default Answer with(String name, String value) {
    Map<String, String> more = new HashMap<>(headers());
    more.put(name, value);
    return switch (this) {
      case Json(int status, var body, var _) -> new Json(status, body, more);
      case Empty(int status, var _) -> new Empty(status, more);
      case Bytes(int status, var mediaType, var bytes, var _) ->
          new Bytes(status, mediaType, bytes, more);
      case Stream(int status, var mediaType, long length, var source, var _) ->
          new Stream(status, mediaType, length, source, more);
      case Events(var feed, var _) -> new Events(feed, more);
    };
  }

  /** The same with an entity tag made of the number of the last event that changed it. */
  default Answer withChanged(long changed) {
    return with("ETag", tag(changed));
  }

  /** The entity tag of what the event of this number changed last. */
  static String tag(long changed) {
    return "\"" + changed + "\"";
  }

  /** A record as JSON. */
  record Json(int status, Object body, Map<String, String> headers) implements Answer {
    public Json {
      headers = Map.copyOf(headers);
    }
  }

  /** Headers alone. */
  record Empty(int status, Map<String, String> headers) implements Answer {
    public Empty {
      headers = Map.copyOf(headers);
    }
  }

  /** Bytes in memory; owned by the answer from then on. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Bytes(int status, String mediaType, byte[] bytes, Map<String, String> headers)
      implements Answer {
    public Bytes {
      headers = Map.copyOf(headers);
    }
  }

  /**
   * Bytes that are read while they are sent.
   *
   * @param length in bytes; -1 when it is not known
   */
  record Stream(
      int status, String mediaType, long length, Source source, Map<String, String> headers)
      implements Answer {
    public Stream {
      headers = Map.copyOf(headers);
    }
  }

  /** Server-sent events. */
  record Events(Feed feed, Map<String, String> headers) implements Answer {
    public Events {
      headers = Map.copyOf(headers);
    }

    @Override
    public int status() {
      return 200;
    }
  }

  /** Opens what is sent. */
  @FunctionalInterface
  interface Source {
    InputStream open() throws IOException;
  }

  /** Gives events until there are no more. */
  @FunctionalInterface
  interface Feed {
    void into(Sink sink) throws IOException, InterruptedException;
  }

  /** Takes events; throws {@link IOException} once the client has left. */
  interface Sink {
    /**
     * Sends one.
     *
     * @param id what {@code Last-Event-ID} will say when the client comes again; null for none
     * @param data a record of {@code wire}
     */
    void send(@Nullable String id, String type, Object data) throws IOException;

    /** Keeps the connection up while there is nothing to say. */
    void breathe() throws IOException;
  }
}
