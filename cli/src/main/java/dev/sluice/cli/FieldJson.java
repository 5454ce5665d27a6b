package dev.sluice.cli;

import dev.sluice.model.field.Coverage;
import dev.sluice.model.field.Running;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What {@code sluice check --field --json} prints: {@code docs/proving.md}. */
final class FieldJson {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private FieldJson() {}

  static String of(Path file, Coverage coverage, List<String> stanza) {
    ObjectNode root = CheckJson.root(file, true);
    root.putArray("problems");
    ObjectNode field = root.putObject("field");
    field.put("hosts", coverage.hosts());
    field.put("covered", coverage.covered());
    field.put("stranded", coverage.stranded());
    var gaps = field.putArray("gaps");
    coverage.gaps().forEach(gap -> gap(gaps.addObject(), gap));
    var absent = field.putArray("absent-releases");
    for (Coverage.Absent one : coverage.absent()) {
      release(absent.addObject(), one.release()).put("hosts", one.hosts());
    }
    var unused = field.putArray("unused-releases");
    coverage.unused().forEach(one -> release(unused.addObject(), one));
    var untold = field.putArray("untold-facts");
    for (Coverage.Untold fact : coverage.untold()) {
      untold.addObject().put("fact", fact.fact()).put("values", fact.values());
    }
    if (stanza.isEmpty()) {
      field.putNull("stanza");
    } else {
      field.put("stanza", String.join("\n", stanza) + "\n");
    }
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
  }

  private static void gap(ObjectNode node, Coverage.Gap gap) {
    node.put("hosts", gap.hosts());
    facts(node.putObject("facts"), gap.facts());
    switch (gap.cause()) {
      case Coverage.Cause.NoEnvironment(var nearest) -> {
        node.put("cause", "no-environment");
        if (nearest == null) {
          node.putNull("nearest");
        } else {
          ObjectNode near = node.putObject("nearest");
          near.put("environment", nearest.environment());
          facts(near.putObject("otherwise"), nearest.otherwise());
        }
      }
      case Coverage.Cause.AbsentReleases(var releases) -> {
        node.put("cause", "absent-release");
        var list = node.putArray("releases");
        releases.forEach(one -> release(list.addObject(), one));
      }
      case Coverage.Cause.InstalledElsewhere(var release, var installedIn) -> {
        node.put("cause", "installed-elsewhere");
        release(node.putArray("releases").addObject(), release);
        var list = node.putArray("installed-in");
        installedIn.forEach(list::add);
      }
    }
  }

  private static ObjectNode release(ObjectNode node, Running release) {
    return node.put("artifact", release.artifact().value())
        .put("version", release.version().value());
  }

  private static void facts(ObjectNode node, Map<String, String> facts) {
    facts.forEach(node::put);
  }
}
