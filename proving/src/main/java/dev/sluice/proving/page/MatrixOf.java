package dev.sluice.proving.page;

import dev.sluice.model.Combination;
import dev.sluice.model.Result;
import dev.sluice.proving.history.PastCheck;
import dev.sluice.proving.plan.Fielded;
import dev.sluice.proving.plan.PlannedRun;
import dev.sluice.proving.report.ProveReport;
import dev.sluice.proving.run.CheckResult;
import dev.sluice.proving.run.RunReport;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.stream.Stream;

/** Combinations by checks, and the hosts behind them. */
final class MatrixOf {
  private MatrixOf() {}

  static Page.Matrix matrix(ProveReport report, Surroundings surroundings) {
    SequencedSet<String> checks = checks(report, surroundings);
    List<Page.Row> rows = new ArrayList<>();
    for (int i = 0; i < report.runs().size(); i++) {
      rows.add(row(report.runs().get(i), surroundings.id() + "." + (i + 1), checks));
    }
    for (PlannedRun left : report.unproven()) {
      rows.add(empty(left, "", "left out", checks));
    }
    return new Page.Matrix(
        checks.stream().map(Shown::text).toList(),
        Math.max(0, report.candidate().checks() - checks.size()),
        rows,
        rows.stream().anyMatch(row -> !row.hosts().isEmpty()));
  }

  /**
   * In the order of a run that made them all: a check that failed and did not end its run stands
   * where it was decided, not where it was asked. At most as many as the suite has.
   */
  private static SequencedSet<String> checks(ProveReport report, Surroundings surroundings) {
    SequencedSet<String> made = new LinkedHashSet<>();
    finished(report)
        .sorted(
            Comparator.comparing(RunReport.Finished::result)
                .thenComparingInt(run -> -run.checks().size()))
        .flatMap(run -> run.checks().stream())
        .forEach(check -> made.add(check.name()));
    SequencedSet<String> ordered = new LinkedHashSet<>();
    if (finished(report).noneMatch(run -> run.result() == Result.PASSED)) {
      surroundings.lastPasses().values().stream()
          .map(pass -> pass.run().checks().stream().map(PastCheck::name).toList())
          .filter(names -> names.size() == report.candidate().checks() && names.containsAll(made))
          .findFirst()
          .ifPresent(ordered::addAll);
    }
    ordered.addAll(made);
    return ordered;
  }

  private static Stream<RunReport.Finished> finished(ProveReport report) {
    return report.runs().stream()
        .filter(RunReport.Finished.class::isInstance)
        .map(RunReport.Finished.class::cast);
  }

  private static Page.Row row(RunReport report, String id, SequencedSet<String> checks) {
    return switch (report) {
      case RunReport.NotRun(var planned, var reason) -> empty(planned, id, reason, checks);
      case RunReport.Finished run ->
          new Page.Row(
              id,
              Shown.text(run.planned().counterpart()),
              Shown.text(run.planned().environment()),
              hosts(run.planned()),
              Page.State.of(run.result()),
              note(run),
              checks.stream().map(name -> cell(run, name)).toList());
    };
  }

  private static String note(RunReport.Finished run) {
    List<String> notes = new ArrayList<>();
    notes.add(Shown.seconds(run.took()));
    if (run.retried()) {
      notes.add("second attempt");
    }
    if (run.controlPassed()) {
      notes.add("control passed");
    }
    return String.join(", ", notes);
  }

  private static Page.Row empty(
      PlannedRun run, String id, String reason, SequencedSet<String> checks) {
    return new Page.Row(
        id,
        Shown.text(run.counterpart()),
        Shown.text(run.environment()),
        hosts(run),
        Page.State.NONE,
        Shown.text(reason),
        checks.stream().map(name -> new Page.Cell(Page.State.NONE, "")).toList());
  }

  private static Page.Cell cell(RunReport.Finished run, String name) {
    return run.checks().stream()
        .filter(check -> check.name().equals(name))
        .findFirst()
        .map(MatrixOf::cell)
        .orElse(new Page.Cell(Page.State.NONE, ""));
  }

  private static Page.Cell cell(CheckResult check) {
    return new Page.Cell(Page.State.of(check.result()), Shown.seconds(check.took()));
  }

  private static String hosts(PlannedRun run) {
    return run.hosts() == Fielded.UNSTATED ? "" : Shown.count(run.hosts());
  }

  /**
   * How many hosts it concerns, of how many; empty when nobody said. A combination in two
   * environments is run by the same hosts, so hosts are counted by combination.
   */
  static String hosts(ProveReport report) {
    Map<Combination, Long> all = new LinkedHashMap<>();
    Stream.concat(report.runs().stream().map(RunReport::planned), report.unproven().stream())
        .forEach(run -> all.put(run.combination(), run.hosts()));
    if (all.containsValue(Fielded.UNSTATED)) {
      return "";
    }
    long total = sum(all);
    if (report.result() == Result.FAILED) {
      return report
          .deciding()
          .map(
              run ->
                  Shown.count(run.planned().hosts())
                      + " of "
                      + Shown.count(total, "host")
                      + " run "
                      + run.planned().counterpart()
                      + ".")
          .orElse("");
    }
    Map<Combination, Long> passed = new LinkedHashMap<>(all);
    report.unproven().forEach(run -> passed.remove(run.combination()));
    report.runs().stream()
        .filter(run -> !(run instanceof RunReport.Finished f && f.result() == Result.PASSED))
        .forEach(run -> passed.remove(run.planned().combination()));
    return Shown.count(sum(passed))
        + " of "
        + Shown.count(total, "host")
        + " run a combination that passed.";
  }

  private static long sum(Map<Combination, Long> hosts) {
    return hosts.values().stream().mapToLong(Long::longValue).sum();
  }
}
