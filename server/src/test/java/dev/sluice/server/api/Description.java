package dev.sluice.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.sluice.server.wire.Wire;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The OpenAPI description, held against what is really said: its schemas are JSON Schema 2020-12,
 * and a validator by other people judges by them.
 */
final class Description {
  private static final JsonNode DOCUMENT = Wire.LENIENT.readTree(OpenApiRoutes.document());
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
  private static final Map<String, Schema> SCHEMAS = new ConcurrentHashMap<>();

  private Description() {}

  /** Fails when it does not allow the answer; or the request, if that was accepted. */
  static void hold(HttpRequest asked, String body, HttpResponse<String> answered) {
    @Nullable JsonNode operation = operation(asked);
    if (operation == null) {
      assertThat(answered.statusCode()).as("%s, not described", asked).isIn(400, 404);
      return;
    }
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
    if (asked.method().equals("HEAD") || status == 204 || status == 304) {
      assertThat(answered.body()).isEmpty();
      return;
    }
    hold(response.path("content"), answered, asked);
    if (status < 300 && !body.isEmpty()) {
      JsonNode schema = operation.at("/requestBody/content/application~1json/schema");
      assertThat(problems(schema, body)).as("%s %s", asked, body).isEmpty();
    }
  }

  private static void hold(JsonNode content, HttpResponse<String> answered, HttpRequest asked) {
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
  }

  private static @Nullable JsonNode operation(HttpRequest asked) {
    String path = asked.uri().getRawPath().replaceFirst("^/api/v1", "");
    @Nullable JsonNode best = null;
    int fixed = -1;
    for (Map.Entry<String, JsonNode> entry : DOCUMENT.path("paths").properties()) {
      JsonNode operation = entry.getValue().path(asked.method().toLowerCase(Locale.ROOT));
      int names = entry.getKey().split("\\{", -1).length;
      if (!operation.isMissingNode()
          && path.matches(entry.getKey().replaceAll("\\{[a-z]+}", "[^/]+"))
          && 100 - names > fixed) {
        best = operation;
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
