package dev.sluice.cli.inventory;

import dev.sluice.model.outcome.Outcomes;
import dev.sluice.model.outcome.Thing;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Writes an inventory as parts of a file of outcomes. */
final class InventoryYaml {
  private static final int ROOM = 100;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private InventoryYaml() {}

  static String of(Inventory inventory, @Nullable Outcomes there) {
    Set<String> known = new HashSet<>();
    if (there != null) {
      there.things().forEach(thing -> known.add(thing.name()));
    }
    var out = new StringBuilder();
    out.append("# To add to the file of outcomes. What is not written here is not known.\n");
    for (Thing.Kind kind : Thing.Kind.values()) {
      List<Inventory.Entry> entries = inventory.of(kind);
      if (!entries.isEmpty()) {
        out.append('\n').append(kind.key()).append(":\n");
        for (Inventory.Entry entry : entries) {
          // Twice would be refused; what is written by hand counts for more.
          boolean isThere = known.contains(entry.name);
          if (isThere) {
            out.append("  # in the file already; compare:\n");
          }
          text(entry)
              .lines()
              .forEach(line -> out.append(isThere ? "  # " : "  ").append(line).append('\n'));
        }
      }
    }
    return out.toString();
  }

  private static String text(Inventory.Entry entry) {
    boolean titled = !entry.title.equals(entry.name);
    if (!titled && (entry.kind == Thing.Kind.VENDOR || entry.kind == Thing.Kind.ARTIFACT)) {
      if (entry.word != null) {
        return entry.name + ": " + entry.word;
      }
    }
    List<String> keys = new ArrayList<>();
    if (titled) {
      // A text of JSON is one of YAML too, whatever stands in it.
      keys.add("says: " + JSON.writeValueAsString(entry.title));
    }
    if (entry.word != null) {
      keys.add((entry.kind == Thing.Kind.VENDOR ? "kind: " : "vendor: ") + entry.word);
    }
    if (entry.hosts != null) {
      keys.add("hosts: " + entry.hosts);
    }
    if (entry.isListed) {
      keys.add(
          "%s: [%s]"
              .formatted(
                  entry.kind == Thing.Kind.GROUP ? "runs" : "needs",
                  String.join(", ", entry.names)));
    }
    String line = "%s: { %s }".formatted(entry.name, String.join(", ", keys));
    if (line.length() <= ROOM) {
      return keys.isEmpty() ? entry.name + ": {}" : line;
    }
    var out = new StringBuilder(entry.name).append(":\n");
    keys.stream()
        .filter(key -> !key.startsWith("runs: [") && !key.startsWith("needs: ["))
        .forEach(key -> out.append("  ").append(key).append('\n'));
    if (entry.isListed) {
      out.append(entry.kind == Thing.Kind.GROUP ? "  runs:\n" : "  needs:\n");
      entry.names.forEach(name -> out.append("    - ").append(name).append('\n'));
    }
    return out.toString();
  }
}
