package dev.sluice.cli;

import dev.sluice.model.file.Problem;
import dev.sluice.proving.plan.Fielded;
import dev.sluice.proving.plan.PlannedRun;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What {@code sluice check --json} prints: {@code docs/formats/result.md}. */
final class CheckJson {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int FORMAT = 1;
  private static final double MILLIS = 1000.0;

  private CheckJson() {}

  static String invalid(Path file, List<Problem> problems) {
    return write(wrong(file, problems));
  }

  /** A file that is not valid, with all its problems. */
  static ObjectNode wrong(Path file, List<Problem> problems) {
    ObjectNode root = root(file, false);
    var list = root.putArray("problems");
    for (Problem problem : problems) {
      ObjectNode node = list.addObject();
      node.put("line", problem.line());
      node.put("column", problem.column());
      node.put("length", problem.length());
      node.put("message", problem.message());
      node.put("suggestion", problem.suggestion());
      var wayOut = node.putArray("way-out");
      problem.wayOut().forEach(wayOut::add);
      node.put("key", problem.key());
    }
    root.putArray("plans");
    return root;
  }

  static String valid(
      Path file, List<NextRelease> next, List<String> absent, @Nullable ObjectNode outcomes) {
    ObjectNode root = root(file, true);
    root.putArray("problems");
    var plans = root.putArray("plans");
    for (NextRelease release : next) {
      ObjectNode node = plans.addObject();
      node.put("artifact", release.artifact().name().value());
      node.put("suite", release.suite());
      var checks = node.putArray("checks");
      release.checks().forEach(checks::add);
      if (release.plan().predicted().isZero()) {
        node.putNull("seconds");
      } else {
        node.put("seconds", release.plan().predicted().toMillis() / MILLIS);
      }
      var runs = node.putArray("runs");
      release.plan().runs().forEach(run -> run(runs.addObject(), run));
      var unproven = node.putArray("unproven");
      release.plan().unproven().forEach(run -> run(unproven.addObject(), run));
    }
    var files = root.putArray("absent");
    absent.forEach(files::add);
    if (outcomes != null) {
      root.set("outcomes", outcomes);
    }
    return write(root);
  }

  static ObjectNode root(Path file, boolean valid) {
    ObjectNode root = JSON.createObjectNode();
    root.put("format", FORMAT);
    root.put("file", file.toString());
    root.put("valid", valid);
    return root;
  }

  private static void run(ObjectNode node, PlannedRun run) {
    node.put("with", run.counterpart());
    node.put("environment", run.environment());
    if (run.hosts() == Fielded.UNSTATED) {
      node.putNull("hosts");
    } else {
      node.put("hosts", run.hosts());
    }
    node.put("why", run.why());
  }

  private static String write(ObjectNode root) {
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
  }
}
