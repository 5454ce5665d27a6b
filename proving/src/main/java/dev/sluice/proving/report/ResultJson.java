package dev.sluice.proving.report;

import dev.sluice.model.Combination;
import dev.sluice.model.Release;
import dev.sluice.model.Result;
import dev.sluice.proving.cause.Cause;
import dev.sluice.proving.history.Flakiness;
import dev.sluice.proving.plan.Fielded;
import dev.sluice.proving.plan.PlannedRun;
import dev.sluice.proving.run.CheckResult;
import dev.sluice.proving.run.RunReport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The result of a prove as JSON, format 1: {@code docs/formats/result.md}. */
public final class ResultJson {
  public static final int FORMAT = 1;

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private ResultJson() {}

  /** As it is printed: files by their paths on this machine. */
  public static String write(ProveReport report) {
    return write(report, Path::toString);
  }

  /**
   * As it is kept among the evidence, which may go anywhere: files by their paths in its folder.
   */
  public static String kept(ProveReport report) {
    return write(
        report,
        file ->
            file.equals(report.evidence()) ? "." : report.evidence().relativize(file).toString());
  }

  private static String write(ProveReport report, Function<Path, String> files) {
    ObjectNode root = JSON.createObjectNode();
    root.put("format", FORMAT);
    root.put("result", report.result().word());
    if (report.result() == Result.PASSED) {
      root.putNull("cause");
    } else {
      root.put("cause", Sentences.headline(report));
    }
    release(root.putObject("candidate"), report.candidate().release());
    ObjectNode suite = root.putObject("suite");
    suite.put("name", report.candidate().suite().name());
    suite.put("sha256", report.candidate().suite().digest().hex());
    suite.put("checks", report.candidate().checks());
    root.put("seconds", seconds(report.took()));
    ArrayNode runs = root.putArray("runs");
    for (RunReport run : report.runs()) {
      run(runs.addObject(), run, report, files);
    }
    ArrayNode unproven = root.putArray("unproven");
    for (PlannedRun run : report.unproven()) {
      planned(unproven.addObject(), run);
    }
    ArrayNode controls = root.putArray("negative-controls");
    report.controls().forEach(c -> control(controls.addObject(), c));
    if (!report.flaky().isEmpty()) {
      ArrayNode flaky = root.putArray("flaky-environments");
      report.flaky().forEach((name, counted) -> flaky(flaky.addObject(), name, counted));
    }
    root.put("evidence", files.apply(report.evidence()));
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
  }

  private static void run(
      ObjectNode node, RunReport run, ProveReport report, Function<Path, String> files) {
    planned(node, run.planned());
    switch (run) {
      case RunReport.NotRun(var _, var reason) -> {
        node.put("result", "not-run");
        node.put("cause", reason);
        node.put("seconds", 0.0);
        node.putArray("checks");
      }
      case RunReport.Finished finished -> {
        node.put("result", finished.result().word());
        if (finished.result() == Result.PASSED) {
          node.putNull("cause");
        } else {
          node.put("cause", Sentences.because(finished));
        }
        node.put("seconds", seconds(finished.took()));
        node.put("retried", finished.retried());
        node.put("control-passed", finished.controlPassed());
        List<String> unenforced =
            report.unenforced().getOrDefault(finished.planned().environment(), List.of());
        if (!unenforced.isEmpty()) {
          ArrayNode bounds = node.putArray("unenforced");
          unenforced.forEach(bounds::add);
        }
        ArrayNode checks = node.putArray("checks");
        finished.checks().forEach(c -> check(checks.addObject(), c));
      }
    }
    ArrayNode consoles = node.putArray("consoles");
    report
        .consoles()
        .getOrDefault(run.planned(), List.of())
        .forEach(p -> consoles.add(files.apply(p)));
    Optional<Path> statement = Optional.ofNullable(report.statements().get(run.planned()));
    boolean proof =
        run instanceof RunReport.Finished f && f.result() == Result.PASSED && statement.isPresent();
    if (proof) {
      node.put("proof", files.apply(statement.get()));
    } else {
      node.putNull("proof");
    }
    if (statement.isPresent() && !proof) {
      node.put("failed-statement", files.apply(statement.get()));
    }
  }

  private static void planned(ObjectNode node, PlannedRun run) {
    combination(node.putObject("combination"), run.combination());
    node.put("environment", run.environment());
    if (run.hosts() == Fielded.UNSTATED) {
      node.putNull("hosts");
    } else {
      node.put("hosts", run.hosts());
    }
    node.put("why", run.why());
  }

  private static void combination(ObjectNode node, Combination combination) {
    release(node.putObject("application"), combination.application());
    ArrayNode data = node.putArray("data");
    combination.data().forEach(r -> release(data.addObject(), r));
  }

  private static void release(ObjectNode node, Release release) {
    node.put("artifact", release.artifact().value());
    node.put("version", release.version().value());
    node.put("sha256", release.digest().hex());
    node.put("size", release.size());
  }

  private static void check(ObjectNode node, CheckResult check) {
    node.put("name", check.name());
    node.put("result", check.result().word());
    node.put("seconds", seconds(check.took()));
    Cause cause = check.cause();
    if (cause == null) {
      node.putNull("cause");
    } else {
      node.put("cause", cause.what());
      node.put("code", cause.code());
      ArrayNode lines = node.putArray("evidence");
      cause.evidence().forEach(lines::add);
    }
  }

  private static void control(ObjectNode node, ControlRecord control) {
    node.put("artifact", control.artifact().value());
    node.put("release", control.version().value());
    node.put("sha256", control.file().hex());
    node.put("goes-red", control.goesRed());
    if (control.with() != null) {
      node.put("with", control.with().value());
    }
    if (control.lastRed() == null) {
      node.putNull("last-red");
    } else {
      node.put("last-red", control.lastRed().toString());
    }
    switch (control.lastShown()) {
      case null -> node.putNull("last-shown");
      case RED -> node.put("last-shown", "red");
      case GREEN -> node.put("last-shown", "green");
    }
  }

  private static void flaky(ObjectNode node, String environment, Flakiness counted) {
    node.put("environment", environment);
    node.put("flakes", counted.flakes());
    node.put("runs", counted.runs());
    node.put("most-percent", counted.mostPercent());
  }

  private static double seconds(Duration duration) {
    return Math.round(duration.toMillis() / 10.0) / 100.0;
  }
}
