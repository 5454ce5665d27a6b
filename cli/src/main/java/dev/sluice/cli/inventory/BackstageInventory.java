package dev.sluice.cli.inventory;

import dev.sluice.model.file.Findings;
import dev.sluice.model.file.Node;
import dev.sluice.model.file.NodeReader;
import dev.sluice.model.file.Quoted;
import dev.sluice.model.file.SourceText;
import dev.sluice.model.outcome.Thing;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Entities of a Backstage catalog. Components and resources become services; what they depend on
 * becomes what they need.
 */
final class BackstageInventory {
  private static final String DEFAULT = "default";
  private static final int MOST_TEXT = 256;
  private static final Pattern REFERENCE =
      Pattern.compile("(?:([A-Za-z]+):)?(?:([A-Za-z0-9._-]+)/)?([A-Za-z0-9._-]+)");

  private final SourceText source;
  private final Findings findings;
  private final Inventory inventory;
  private final Map<String, String> titles = new LinkedHashMap<>();

  BackstageInventory(SourceText source, Findings findings, Inventory inventory) {
    this.source = source;
    this.findings = findings;
    this.inventory = inventory;
  }

  private record Entity(String kind, String name, String namespace, Node.@Nullable Mapping spec) {}

  void read() {
    var passed = new TreeMap<String, Integer>();
    List<Entity> entities = new ArrayList<>();
    for (Node document : new NodeReader(source, findings).readAll()) {
      // A file may end, or begin, with a line of dashes.
      boolean empty = document instanceof Node.Scalar scalar && scalar.kind() == Node.Kind.NOTHING;
      @Nullable Entity entity = empty ? null : entity(document);
      if (entity == null) {
        continue;
      }
      if (entity.kind().equals("component") || entity.kind().equals("resource")) {
        entities.add(entity);
        titles.put(reference(entity.kind(), entity.namespace(), entity.name()), title(entity));
      } else {
        passed.merge(entity.kind(), 1, Integer::sum);
      }
    }
    for (Entity entity : entities) {
      inventory.entry(Thing.Kind.SERVICE, title(entity));
    }
    entities.forEach(this::needs);
    passed.forEach(
        (kind, count) ->
            inventory.leave(
                "%d of kind %s: it runs nowhere by itself, so nothing here hangs on it"
                    .formatted(count, Quoted.bare(kind))));
  }

  private @Nullable Entity entity(Node document) {
    if (!(document instanceof Node.Mapping mapping)) {
      if (!(document instanceof Node.Broken)) {
        findings.add(document.span(), "no catalog entity", "a mapping with kind and metadata");
      }
      return null;
    }
    @Nullable String kind = text(mapping, "kind");
    Node.@Nullable Mapping metadata = mapping(mapping, "metadata");
    @Nullable String name = metadata == null ? null : text(metadata, "name");
    if (kind == null || metadata == null || name == null) {
      findings.add(
          mapping.span(),
          "a catalog entity without " + (kind == null ? "kind" : "metadata.name"),
          "kind: Component, and metadata with a name");
      return null;
    }
    @Nullable String namespace = text(metadata, "namespace");
    return new Entity(
        kind.toLowerCase(Locale.ROOT),
        name,
        namespace == null ? DEFAULT : namespace,
        mapping(mapping, "spec"));
  }

  private void needs(Entity entity) {
    Inventory.Entry entry = inventory.entry(Thing.Kind.SERVICE, title(entity));
    Node.@Nullable Mapping spec = entity.spec();
    if (spec == null || (node(spec, "dependsOn") == null && !entry.isListed)) {
      inventory.leave(
          "what %s hangs on: it has no dependsOn, so that is not known; needs: [] when nothing"
              .formatted(title(entity)));
    }
    if (spec == null) {
      return;
    }
    for (Node item : list(spec, "dependsOn")) {
      @Nullable String other = resolved(item, entity);
      if (other != null) {
        entry.list(inventory.entry(Thing.Kind.SERVICE, other).name);
      }
    }
    for (Node item : list(spec, "dependencyOf")) {
      @Nullable String other = resolved(item, entity);
      if (other != null) {
        inventory.entry(Thing.Kind.SERVICE, other).list(entry.name);
      }
    }
    if (!list(spec, "consumesApis").isEmpty()) {
      inventory.leave(
          "the APIs that %s consumes: add what provides them to its needs"
              .formatted(title(entity)));
    }
  }

  /**
   * What is meant by a reference, as it is called here; null when it is none, which is reported.
   */
  private @Nullable String resolved(Node item, Entity from) {
    if (!(item instanceof Node.Scalar scalar)) {
      if (!(item instanceof Node.Broken)) {
        findings.add(item.span(), "no reference to an entity", "such as component:default/records");
      }
      return null;
    }
    var parts = REFERENCE.matcher(scalar.text());
    if (!parts.matches() || scalar.text().length() > MOST_TEXT) {
      findings.add(
          scalar.span(),
          Quoted.of(scalar.text()) + " is no reference to an entity",
          "[kind:][namespace/]name, such as component:default/records");
      return null;
    }
    String kind = parts.group(1) == null ? "component" : parts.group(1).toLowerCase(Locale.ROOT);
    String namespace = parts.group(2) == null ? from.namespace() : parts.group(2);
    @Nullable String title = titles.get(reference(kind, namespace, parts.group(3)));
    if (title != null) {
      return title;
    }
    String missing = namespace.equals(DEFAULT) ? parts.group(3) : namespace + "." + parts.group(3);
    if (!inventory.has(Thing.Kind.SERVICE, missing)) {
      inventory.leave(
          "what %s hangs on, which %s is joined to: it is in none of the files, so it is written"
                  .formatted(missing, title(from))
              + " without needs");
    }
    return missing;
  }

  private static String title(Entity entity) {
    return entity.namespace().equals(DEFAULT)
        ? entity.name()
        : entity.namespace() + "." + entity.name();
  }

  // Backstage compares without regard to case.
  private static String reference(String kind, String namespace, String name) {
    return "%s:%s/%s".formatted(kind, namespace, name).toLowerCase(Locale.ROOT);
  }

  private static @Nullable Node node(Node.Mapping mapping, String key) {
    return mapping.entries().stream()
        .filter(entry -> entry.key().text().equals(key))
        .map(Node.Entry::value)
        .findFirst()
        .orElse(null);
  }

  private static Node.@Nullable Mapping mapping(Node.Mapping mapping, String key) {
    return node(mapping, key) instanceof Node.Mapping inner ? inner : null;
  }

  private @Nullable String text(Node.Mapping mapping, String key) {
    @Nullable Node node = node(mapping, key);
    if (!(node instanceof Node.Scalar scalar) || scalar.text().isBlank()) {
      return null;
    }
    if (scalar.text().length() > MOST_TEXT
        || scalar.text().chars().anyMatch(Character::isISOControl)) {
      findings.add(
          scalar.span(),
          "the %s is no name".formatted(key),
          "one line of at most %d characters".formatted(MOST_TEXT));
      return null;
    }
    return scalar.text();
  }

  private List<Node> list(Node.Mapping spec, String key) {
    @Nullable Node node = node(spec, key);
    if (node == null
        || (node instanceof Node.Scalar scalar && scalar.kind() == Node.Kind.NOTHING)) {
      return List.of();
    }
    if (node instanceof Node.Sequence sequence) {
      return sequence.items();
    }
    if (!(node instanceof Node.Broken)) {
      findings.add(node.span(), key + " is no list", "a list of references to entities");
    }
    return List.of();
  }
}
