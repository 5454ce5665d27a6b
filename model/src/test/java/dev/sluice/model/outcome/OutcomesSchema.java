package dev.sluice.model.outcome;

import dev.sluice.model.file.Key;
import dev.sluice.model.file.KeyTable;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The JSON Schema for editors, made from the table of keys. */
final class OutcomesSchema {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String NAME = "[a-z][a-z0-9.-]{0,63}";

  private final KeyTable keys = OutcomesFile.KIND.keys();

  private OutcomesSchema() {}

  static String text() {
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(new OutcomesSchema().make())
        + "\n";
  }

  private ObjectNode make() {
    ObjectNode root = JSON.createObjectNode();
    root.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    root.put("$id", "urn:sluice:outcomes:1");
    root.put("title", "Sluice file of outcomes, format version 1");
    mapping(root, "");
    ObjectNode definitions = root.putObject("$defs");
    ObjectNode needs = definitions.putObject("needs");
    ArrayNode shapes = needs.putArray("anyOf");
    text(shapes.addObject());
    ObjectNode list = shapes.addObject();
    list.put("type", "array");
    list.putObject("items").put("$ref", "#/$defs/needs");
    ObjectNode one = shapes.addObject();
    mapping(one, NeedKeys.PATH);
    ArrayNode ways = one.putArray("oneOf");
    for (String[] together :
        new String[][] {{"need"}, {"all"}, {"any"}, {"at-least", "of"}, {"hosts", "in"}}) {
      ArrayNode required = ways.addObject().putArray("required");
      for (String key : together) {
        required.add(key);
      }
    }
    return root;
  }

  private void mapping(ObjectNode node, String path) {
    node.put("type", "object");
    node.put("additionalProperties", false);
    ObjectNode properties = node.putObject("properties");
    List<Key> beneath =
        keys.beneath(path).stream()
            .map(name -> keys.at(path.isEmpty() ? name : path + "." + name))
            .toList();
    for (Key key : beneath) {
      ObjectNode property = properties.putObject(key.name());
      property.put("description", key.meaning());
      describe(property, key);
    }
    List<String> needed =
        beneath.stream().filter(key -> "always".equals(key.need())).map(Key::name).toList();
    if (!needed.isEmpty()) {
      ArrayNode required = node.putArray("required");
      needed.forEach(required::add);
    }
  }

  private void describe(ObjectNode node, Key key) {
    switch (key.type()) {
      case TEXT -> text(node);
      case NUMBER -> {
        if (key.path().equals("sluice-outcomes")) {
          node.put("const", OutcomesFile.FORMAT);
        } else {
          node.put("type", "integer").put("minimum", key.name().equals("people") ? 0 : 1);
        }
      }
      case DURATION ->
          node.put("pattern", "^[0-9]{1,9}(\\.[0-9]{1,3})? ?(ms|s|m|h|d)$").put("type", "string");
      case DATE -> node.put("pattern", "^20[0-9]{2}-[0-9]{2}-[0-9]{2}$").put("type", "string");
      case NAME -> node.put("pattern", "^" + NAME + "$").put("type", "string");
      case NAMES -> {
        ArrayNode ways = node.putArray("anyOf");
        text(ways.addObject());
        ObjectNode list = ways.addObject();
        list.put("type", "array").put("minItems", 1);
        text(list.putObject("items"));
      }
      case WORD -> {
        ArrayNode words = node.putArray("enum");
        key.allowed().forEach(words::add);
      }
      case NEEDS -> node.put("$ref", "#/$defs/needs");
      case ENTRIES -> {
        node.put("type", "array");
        mapping(node.putObject("items"), key.path());
      }
      case MAPPING -> {
        if (keys.beneath(key.path() + ".NAME").isEmpty()) {
          mapping(node, key.path());
        } else {
          named(node, key);
        }
      }
      case NAMED -> {
        ArrayNode ways = node.putArray("anyOf");
        ObjectNode list = ways.addObject();
        list.put("type", "array");
        list.putObject("items").put("type", "string").put("pattern", "^" + NAME + "$");
        named(ways.addObject(), key);
      }
      default -> throw new IllegalStateException("a file of outcomes has no " + key.type());
    }
  }

  private void named(ObjectNode node, Key key) {
    node.put("type", "object");
    if (key.path().equals("outcomes")) {
      node.put("minProperties", 1);
    }
    node.putObject("propertyNames").put("pattern", "^" + NAME + "$");
    ObjectNode each = node.putObject("additionalProperties");
    if (key.path().equals("vendors") || key.path().equals("artifacts")) {
      ArrayNode ways = each.putArray("anyOf");
      describe(
          ways.addObject(),
          keys.at(key.path() + (key.path().equals("vendors") ? ".NAME.kind" : ".NAME.vendor")));
      mapping(ways.addObject(), key.path() + ".NAME");
    } else {
      mapping(each, key.path() + ".NAME");
    }
  }

  private static void text(ObjectNode node) {
    ArrayNode types = node.putArray("type");
    List.of("string", "number", "boolean").forEach(types::add);
  }
}
