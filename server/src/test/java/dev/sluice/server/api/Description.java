package dev.sluice.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.sluice.server.wire.Wire;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The OpenAPI description, held against what is really said: its schemas are JSON Schema 2020-12,
 * and a validator by other people judges by them.
 */
public final class Description {
  private static final JsonNode DOCUMENT = Wire.LENIENT.readTree(OpenApiRoutes.document());
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
  private static final Map<String, Schema> SCHEMAS = new ConcurrentHashMap<>();

  private static final Set<String> SENT_BY_EVERYBODY =
      Set.of("authorization", "content-type", "accept", "traceparent");

  private final Set<String> tried = ConcurrentHashMap.newKeySet();

  /** Every operation that it has, as {@code GET /path}. */
  public static Set<String> operations() {
    Set<String> operations = new TreeSet<>();
    for (Map.Entry<String, JsonNode> path : DOCUMENT.path("paths").properties()) {
      for (String key : path.getValue().propertyNames()) {
        if (!key.equals("parameters")) {
          operations.add(key.toUpperCase(Locale.ROOT) + " " + path.getKey());
        }
      }
    }
    return operations;
  }

  /** Operations of which a request was accepted and held. */
  public Set<String> tried() {
    return Set.copyOf(tried);
  }

  /** Fails when it does not allow the answer; or the request, if that was accepted. */
  public void hold(HttpRequest asked, String body, HttpResponse<String> answered) {
    @Nullable Operation found = operation(asked);
    if (found == null) {
      assertThat(answered.statusCode()).as("%s, not described", asked).isIn(400, 404, 405);
      return;
    }
    JsonNode operation = found.operation();
    int status = answered.statusCode();
    JsonNode response = operation.at("/responses/" + status);
    if (response.isMissingNode()) {
      response = operation.at("/responses/" + status / 100 + "XX");
    }
    assertThat(response.isMissingNode()).as("%s is answered with %d", asked, status).isFalse();
    response = followed(response);
    response.path("headers").properties().stream()
        .filter(header -> !asked.method().equals("HEAD"))
        .forEach(
            header ->
                assertThat(answered.headers().firstValue(header.getKey()))
                    .as("%s: header %s", asked, header.getKey())
                    .isPresent());
    if (answered.headers().firstValue("ETag").isPresent() && status < 300) {
      assertThat(response.path("headers").has("ETag")).as("%s: ETag", asked).isTrue();
    }
    if (asked.method().equals("HEAD") || status == 204 || status == 304) {
      assertThat(answered.body()).isEmpty();
    } else {
      hold(response.path("content"), answered, asked);
    }
    if (status < 300) {
      tried.add(found.title());
      found.holdParameters(asked);
    }
    if (status < 300 && !body.isEmpty()) {
      JsonNode schema = operation.at("/requestBody/content/application~1json/schema");
      assertThat(problems(schema, body)).as("%s %s", asked, body).isEmpty();
    }
  }

  private void hold(JsonNode content, HttpResponse<String> answered, HttpRequest asked) {
    String mediaType =
        answered.headers().firstValue("Content-Type").orElse("none").replaceFirst(";.*", "");
    if (content.isMissingNode()) {
      assertThat(answered.body()).as("%s: body", asked).isEmpty();
      return;
    }
    assertThat(content.has(mediaType)).as("%s: %s", asked, mediaType).isTrue();
    if (mediaType.endsWith("json")) {
      assertThat(problems(content.path(mediaType).path("schema"), answered.body()))
          .as("%s: %s", asked, answered.body())
          .isEmpty();
    }
    if (mediaType.equals("text/event-stream")) {
      answered.body().lines().filter(line -> line.startsWith("data: ")).forEach(this::holdEvent);
    }
  }

  /** Fails when it does not allow a line of a stream of events. */
  public void holdEvent(String line) {
    assertThat(problems(DOCUMENT.at("/components/schemas/Event"), line.substring(6)))
        .as(line)
        .isEmpty();
  }

  /** Fails when it does not allow what a webhook was sent. */
  public void holdWebhook(String mediaType, String signature, String body) {
    JsonNode told = DOCUMENT.at("/webhooks/event/post");
    assertThat(signature).matches(told.at("/parameters/0/schema/pattern").asString());
    JsonNode content = told.at("/requestBody/content").path(mediaType);
    assertThat(problems(content.path("schema"), body)).as(body).isEmpty();
  }

  private record Operation(String title, JsonNode path, JsonNode operation) {
    /** Whatever a client says beside the path is described. */
    void holdParameters(HttpRequest asked) {
      Set<String> described = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
      for (JsonNode parameters : List.of(path, operation)) {
        parameters
            .path("parameters")
            .forEach(p -> described.add(followed(p).path("name").asString()));
      }
      String query = asked.uri().getRawQuery();
      if (query != null) {
        for (String pair : query.split("&", -1)) {
          assertThat(described).as("%s", asked).contains(pair.replaceFirst("=.*", ""));
        }
      }
      for (String header : asked.headers().map().keySet()) {
        if (!SENT_BY_EVERYBODY.contains(header.toLowerCase(Locale.ROOT))) {
          assertThat(described).as("%s", asked).contains(header);
        }
      }
    }
  }

  private static @Nullable Operation operation(HttpRequest asked) {
    String path = asked.uri().getRawPath().replaceFirst("^/api/v1", "");
    @Nullable Operation best = null;
    int fixed = -1;
    for (Map.Entry<String, JsonNode> entry : DOCUMENT.path("paths").properties()) {
      String method = asked.method();
      if (method.equals("HEAD") && !entry.getValue().has("head")) {
        method = "GET";
      }
      JsonNode operation = entry.getValue().path(method.toLowerCase(Locale.ROOT));
      int names = entry.getKey().split("\\{", -1).length;
      if (!operation.isMissingNode()
          && path.matches(entry.getKey().replaceAll("\\{[a-z]+}", "[^/]+"))
          && 100 - names > fixed) {
        best = new Operation(method + " " + entry.getKey(), entry.getValue(), operation);
        fixed = 100 - names;
      }
    }
    return best;
  }

  private static JsonNode followed(JsonNode node) {
    return node.has("$ref") ? DOCUMENT.at(node.path("$ref").asString().substring(1)) : node;
  }

  private static String problems(JsonNode schema, String text) {
    assertThat(schema.isMissingNode()).as("a schema").isFalse();
    Schema known =
        SCHEMAS.computeIfAbsent(
            schema.toString(),
            _ -> {
              ObjectNode whole = Wire.LENIENT.createObjectNode();
              schema.properties().forEach(part -> whole.set(part.getKey(), part.getValue()));
              whole.set("components", DOCUMENT.path("components"));
              return REGISTRY.getSchema(whole.toString(), InputFormat.JSON);
            });
    return known.validate(text, InputFormat.JSON).stream()
        .map(error -> error.getInstanceLocation() + ": " + error.getMessage())
        .reduce("", (a, b) -> a + b + "\n");
  }
}
