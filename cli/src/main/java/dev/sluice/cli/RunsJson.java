package dev.sluice.cli;

import dev.sluice.proving.history.PastProve;
import dev.sluice.proving.history.PastRun;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Past runs as JSON: {@code docs/formats/run-history.md}. */
final class RunsJson {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int FORMAT = 1;

  private RunsJson() {}

  static String list(List<PastRun> runs) {
    ObjectNode root = JSON.createObjectNode();
    root.put("format", FORMAT);
    var list = root.putArray("runs");
    runs.forEach(run -> run(list.addObject(), run));
    return write(root);
  }

  /**
   * A prove.
   *
   * @param number of the one run that is wanted; 0 for all
   */
  static String prove(PastProve prove, int number) {
    ObjectNode root = JSON.createObjectNode();
    root.put("format", FORMAT);
    root.put("id", prove.id());
    root.put("ended", prove.at().toString());
    root.put("product", prove.product());
    ObjectNode candidate = root.putObject("candidate");
    candidate.put("artifact", prove.candidate().artifact());
    candidate.put("version", prove.candidate().version());
    candidate.put("sha256", prove.candidate().digest().hex());
    candidate.put("file", prove.candidate().file().toString());
    root.put("result", prove.result().word());
    root.put("sentence", prove.sentence());
    root.put("seconds", seconds(prove.took()));
    root.put("planned", prove.planned());
    root.put("evidence", prove.where().evidence().toString());
    var list = root.putArray("runs");
    prove.runs().stream()
        .filter(run -> number == 0 || run.id().number() == number)
        .forEach(run -> run(list.addObject(), run));
    return write(root);
  }

  private static void run(ObjectNode node, PastRun run) {
    node.put("id", run.id().toString());
    node.put("ended", run.at().toString());
    node.put("product", run.subject().product());
    node.put("artifact", run.subject().artifact());
    node.put("version", run.subject().version());
    node.put("goes-red", run.subject().goesRed());
    node.put("combination", run.place().combination());
    node.put("with", run.place().counterpart());
    node.put("environment", run.place().environment());
    node.put("result", run.ending().result().word());
    node.put("check", run.ending().check());
    node.put("cause", run.ending().cause());
    node.put("seconds", seconds(run.ending().took()));
    node.put("retried", run.ending().retried());
    node.put("flake", run.ending().isFlake());
    node.put("control-passed", run.ending().controlPassed());
    node.put("statement", run.ending().statement());
    var checks = node.putArray("checks");
    run.checks()
        .forEach(
            check -> {
              ObjectNode item = checks.addObject();
              item.put("name", check.name());
              item.put("result", check.result().word());
              item.put("seconds", seconds(check.took()));
            });
    var files = node.putArray("files");
    run.files()
        .forEach(
            file -> {
              ObjectNode item = files.addObject();
              item.put("name", file.name());
              Duration lasted = file.lasted();
              if (lasted == null) {
                item.putNull("lasted");
              } else {
                item.put("lasted", seconds(lasted));
              }
            });
  }

  /**
   * A log.
   *
   * @param beside a console that passed, for comparison; null for none
   */
  static String log(
      PastRun run, Path file, List<String> lines, OptionalInt abnormal, @Nullable Path beside) {
    ObjectNode root = JSON.createObjectNode();
    root.put("format", FORMAT);
    root.put("id", run.id().toString());
    root.put("file", file.toString());
    if (abnormal.isPresent()) {
      root.put("first-abnormal", abnormal.getAsInt());
    } else {
      root.putNull("first-abnormal");
    }
    root.put("beside", beside == null ? null : beside.toString());
    var list = root.putArray("lines");
    lines.forEach(list::add);
    return write(root);
  }

  private static double seconds(Duration duration) {
    return Math.round(duration.toMillis() / 10.0) / 100.0;
  }

  private static String write(ObjectNode root) {
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
  }
}
