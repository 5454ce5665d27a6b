package dev.sluice.model.pipeline;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The JSON Schema as an editor uses it: over YAML read by somebody else's rules. */
final class Schema {
  static final Path FILE =
      Golden.repository()
          .resolve("model/src/main/resources/dev/sluice/model/pipeline/sluice.schema.json");

  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final Map<String, String> NAMES_BENEATH =
      Map.of("artifacts", "NAME", "environments", "NAME", "artifacts.NAME.releases", "VERSION");

  private final JsonNode root = MAPPER.readTree(Golden.text(FILE));
  private final com.networknt.schema.Schema schema =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(Golden.text(FILE), InputFormat.JSON);

  /** What an editor would mark; a text that no YAML reader takes counts as one mistake. */
  List<String> mistakes(byte[] yaml) {
    @Nullable Object value;
    try {
      value =
          new Load(LoadSettings.builder().setSchema(new CoreSchema()).build())
              .loadFromString(new String(yaml, StandardCharsets.UTF_8));
    } catch (YamlEngineException e) {
      return List.of("not YAML: " + e.getMessage());
    }
    String json = MAPPER.writeValueAsString(withTextKeys(value));
    return schema.validate(json, InputFormat.JSON).stream().map(Object::toString).toList();
  }

  private static @Nullable Object withTextKeys(@Nullable Object value) {
    return switch (value) {
      case Map<?, ?> map -> {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        map.forEach((key, inner) -> copy.put(String.valueOf(key), withTextKeys(inner)));
        yield copy;
      }
      case List<?> list -> list.stream().map(Schema::withTextKeys).toList();
      case null, default -> value;
    };
  }

  /** Path and description of every key, paths as in {@link Keys}. */
  Map<String, String> keys() {
    Map<String, String> keys = new LinkedHashMap<>();
    walk(root, "", keys, Set.of());
    return keys;
  }

  private void walk(JsonNode schema, String path, Map<String, String> keys, Set<String> within) {
    JsonNode node = schema;
    Set<String> followed = new LinkedHashSet<>(within);
    if (node.has("$ref")) {
      String name = node.get("$ref").asString().substring("#/$defs/".length());
      if (!followed.add(name)) {
        return;
      }
      node = root.get("$defs").get(name);
    }
    for (Map.Entry<String, JsonNode> property : node.path("properties").properties()) {
      if (property.getValue().isBoolean()) {
        continue;
      }
      String inner = path.isEmpty() ? property.getKey() : path + "." + property.getKey();
      keys.put(inner, property.getValue().path("description").asString(""));
      walk(property.getValue(), inner, keys, followed);
    }
    if (node.path("additionalProperties").isObject() && NAMES_BENEATH.containsKey(path)) {
      walk(node.get("additionalProperties"), path + "." + NAMES_BENEATH.get(path), keys, followed);
    }
    boolean suite = path.equals("suites.smoke") || path.equals("suites.regression");
    String inside = suite ? "suites.SUITE" : path;
    for (String list : List.of("anyOf", "oneOf")) {
      for (JsonNode option : node.path(list)) {
        if (option.has("const")) {
          keys.put(
              inside + "." + option.get("const").asString(),
              option.path("description").asString(""));
        }
        if (!option.has("required") || option.has("additionalProperties")) {
          walk(option, inside, keys, followed);
        }
      }
    }
    if (node.path("items").isObject()) {
      walk(node.get("items"), inside, keys, followed);
    }
  }
}
