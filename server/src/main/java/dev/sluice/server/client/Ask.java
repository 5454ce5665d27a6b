package dev.sluice.server.client;

import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One request.
 *
 * @param path from the server's root, encoded
 * @param headers beyond those that every request has
 * @param repeats whether it may be sent again when nobody knows what became of it
 * @param within time for the answer to begin; null for the usual
 */
record Ask(
    String method,
    String path,
    Map<String, String> headers,
    BodyPublisher body,
    Repeats repeats,
    @Nullable Duration within) {
  private static final String API = "/api/v1";

  /** Whether doing it twice is as good as once. */
  enum Repeats {
    YES,
    NO
  }

  static Ask get(String path) {
    return new Ask("GET", path, Map.of(), BodyPublishers.noBody(), Repeats.YES, null);
  }

  static Ask head(String path) {
    return new Ask("HEAD", path, Map.of(), BodyPublishers.noBody(), Repeats.YES, null);
  }

  static Ask put(String path, byte[] json) {
    return json("PUT", path, json, Repeats.YES);
  }

  static Ask post(String path, byte[] json) {
    return json("POST", path, json, Repeats.NO);
  }

  static Ask delete(String path, byte @Nullable [] json) {
    return json == null
        ? new Ask("DELETE", path, Map.of(), BodyPublishers.noBody(), Repeats.YES, null)
        : json("DELETE", path, json, Repeats.YES);
  }

  private static Ask json(String method, String path, byte[] json, Repeats repeats) {
    return new Ask(
        method,
        path,
        Map.of("Content-Type", "application/json"),
        BodyPublishers.ofByteArray(json),
        repeats,
        null);
  }

  Ask with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Ask(method, path, more, body, repeats, within);
  }

  Ask within(Duration limit) {
    return new Ask(method, path, headers, body, repeats, limit);
  }

  /** A path of the API, each part encoded. */
  static String path(String... parts) {
    return API
        + Stream.of(parts)
            .map(part -> "/" + URLEncoder.encode(part, StandardCharsets.UTF_8))
            .collect(Collectors.joining());
  }

  /** The path with a query; null values are left out. */
  static String query(String path, Map<String, @Nullable String> values) {
    String query =
        values.entrySet().stream()
            .filter(entry -> entry.getValue() != null)
            .map(
                entry ->
                    entry.getKey()
                        + "="
                        + URLEncoder.encode(
                            String.valueOf(entry.getValue()), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    return query.isEmpty() ? path : path + "?" + query;
  }
}
