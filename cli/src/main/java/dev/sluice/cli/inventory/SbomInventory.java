package dev.sluice.cli.inventory;

import dev.sluice.model.file.Findings;
import dev.sluice.model.file.Quoted;
import dev.sluice.model.file.SourceText;
import dev.sluice.model.file.Span;
import dev.sluice.model.outcome.Thing;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A bill of materials of the hosts of one group: CycloneDX 1.2 to 1.6, as JSON. */
final class SbomInventory {
  static final int MOST_COMPONENTS = 50_000;

  private static final int MOST_TEXT = 256;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** What is installed, and updated, by itself. */
  private static final Set<String> WHOLE =
      Set.of(
          "application", "operating-system", "firmware", "device-driver", "platform", "container");

  private static final List<List<String>> SUPPLIERS =
      List.of(List.of("supplier", "name"), List.of("manufacturer", "name"), List.of("publisher"));

  private final String group;
  private final boolean libraries;
  private final SourceText source;
  private final Findings findings;
  private final Inventory inventory;

  SbomInventory(
      String group, boolean libraries, SourceText source, Findings findings, Inventory inventory) {
    this.group = group;
    this.libraries = libraries;
    this.source = source;
    this.findings = findings;
    this.inventory = inventory;
  }

  void read() {
    JsonNode root;
    try {
      root = JSON.readTree(source.text());
    } catch (JacksonException e) {
      findings.add(
          span(e.getLocation()), "not JSON: " + e.getOriginalMessage(), "CycloneDX as JSON");
      return;
    }
    if (!root.path("bomFormat").asString("").equals("CycloneDX")) {
      findings.add(
          Span.START,
          "no CycloneDX bill of materials: \"bomFormat\" is not \"CycloneDX\"",
          "other formats are not read; many tools write CycloneDX, as JSON");
      return;
    }
    JsonNode components = root.path("components");
    if (!components.isArray() || components.isEmpty()) {
      findings.add(Span.START, "no components are in the file", "a list \"components\"");
      return;
    }
    if (components.size() > MOST_COMPONENTS) {
      findings.add(
          Span.START,
          "%s components".formatted(Quoted.count(components.size())),
          "at most %s".formatted(Quoted.count(MOST_COMPONENTS)));
      return;
    }
    inventory.entry(Thing.Kind.GROUP, group).isListed = true;
    var passed = new TreeMap<String, Integer>();
    int number = 0;
    for (JsonNode component : components) {
      number++;
      String type = component.path("type").asString("");
      if (WHOLE.contains(type) || libraries) {
        take(component, type, number);
      } else {
        passed.merge(type.isEmpty() ? "of no type" : type, 1, Integer::sum);
      }
    }
    passed.forEach(
        (type, count) ->
            inventory.leave(
                "%s %s of %s: %s, which comes with what it is part of; --libraries takes them too"
                    .formatted(
                        Quoted.count(count),
                        count == 1 ? "component" : "components",
                        group,
                        type.equals("of no type") ? type : "of type " + type)));
  }

  private void take(JsonNode component, String type, int number) {
    String name = text(component.path("name"));
    if (name.isEmpty()) {
      inventory.leave("component %d of %s: it has no name".formatted(number, group));
      return;
    }
    String version = text(component.path("version"));
    inventory.runs(group, name, version.isEmpty() ? null : version);
    @Nullable String supplier = supplier(component);
    if (supplier == null) {
      inventory.leave(
          "whose %s on %s is: no supplier is named, so a vendor's failure is not known to reach it"
              .formatted(name, group));
    } else {
      inventory.vendor(name, supplier, type.equals("operating-system") ? "os" : "other");
    }
  }

  private static @Nullable String supplier(JsonNode component) {
    for (List<String> path : SUPPLIERS) {
      JsonNode node = component;
      for (String key : path) {
        node = node.path(key);
      }
      String text = text(node);
      if (!text.isEmpty()) {
        return text;
      }
    }
    return null;
  }

  /** Without what would move a line or colour a terminal; cut where nobody would read on. */
  private static String text(JsonNode node) {
    String text = node.asString("").replaceAll("\\p{C}", " ").strip();
    return text.length() <= MOST_TEXT ? text : text.substring(0, MOST_TEXT);
  }

  private static Span span(@Nullable TokenStreamLocation at) {
    return at == null
        ? Span.START
        : new Span(Math.max(1, at.getLineNr()), Math.max(1, at.getColumnNr()), 1);
  }
}
