package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.sluice.proving.report.ResultJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The published schemas, with unknown keys refused: readers pass over them, but here each would be
 * one that is written and not documented.
 */
final class ResultSchema {
  static final ResultSchema RESULT = new ResultSchema("result.schema.json");
  static final ResultSchema CONTROLS = new ResultSchema("controls.schema.json");

  private final Schema schema;

  private ResultSchema(String name) {
    try (InputStream in =
        Objects.requireNonNull(ResultJson.class.getResourceAsStream(name), name)) {
      JsonNode root =
          JsonMapper.shared().readTree(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      close(root, true);
      schema =
          SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
              .getSchema(root.toString(), InputFormat.JSON);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void close(JsonNode node, boolean isSchema) {
    if (node instanceof ObjectNode object) {
      if (isSchema && object.has("properties")) {
        object.put("additionalProperties", false);
      }
      object.forEachEntry(
          (key, value) -> {
            boolean condition = key.equals("if") || key.equals("then") || key.equals("else");
            if (!condition) {
              close(value, !key.equals("properties") && !key.equals("$defs"));
            }
          });
    } else if (node instanceof ArrayNode array) {
      array.forEach(value -> close(value, isSchema));
    }
  }

  void accepts(String json) {
    assertThat(schema.validate(json, InputFormat.JSON)).isEmpty();
  }

  boolean isValid(String json) {
    return schema.validate(json, InputFormat.JSON).isEmpty();
  }
}
