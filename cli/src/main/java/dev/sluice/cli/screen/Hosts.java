package dev.sluice.cli.screen;

import dev.sluice.model.Combination;
import dev.sluice.model.Result;
import dev.sluice.proving.plan.Fielded;
import dev.sluice.proving.plan.PlannedRun;
import dev.sluice.proving.report.ProveReport;
import dev.sluice.proving.run.RunReport;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How many hosts something concerns, of how many. A combination proven in two environments is run
 * by the same hosts, so hosts are counted by combination.
 */
final class Hosts {
  private Hosts() {}

  /** {@code 40,000 of 40,000 hosts covered}; empty when the file names no hosts. */
  static Optional<String> covered(ProveReport report) {
    Map<Combination, Long> all = all(report);
    if (all.isEmpty() || all.containsValue(Fielded.UNSTATED)) {
      return Optional.empty();
    }
    Map<Combination, Long> passed = new LinkedHashMap<>(all);
    report.unproven().forEach(run -> passed.remove(run.combination()));
    for (RunReport run : report.runs()) {
      if (!(run instanceof RunReport.Finished f && f.result() == Result.PASSED)) {
        passed.remove(run.planned().combination());
      }
    }
    return Optional.of(
        Figures.count(sum(passed)) + " of " + Figures.count(sum(all), "host") + " covered");
  }

  /** {@code 8,450 of 40,000 hosts run sensor 7.15.}; empty when the file names no hosts. */
  static Optional<String> running(ProveReport report, PlannedRun run) {
    Map<Combination, Long> all = all(report);
    long these = run.hosts();
    if (these == Fielded.UNSTATED || all.containsValue(Fielded.UNSTATED)) {
      return Optional.empty();
    }
    return Optional.of(
        Figures.count(these)
            + " of "
            + Figures.count(sum(all), "host")
            + (these == 1 ? " runs " : " run ")
            + run.counterpart()
            + ".");
  }

  private static Map<Combination, Long> all(ProveReport report) {
    Map<Combination, Long> all = new LinkedHashMap<>();
    Stream.concat(report.runs().stream().map(RunReport::planned), report.unproven().stream())
        .forEach(run -> all.put(run.combination(), run.hosts()));
    return all;
  }

  private static long sum(Map<Combination, Long> hosts) {
    return hosts.values().stream().mapToLong(Long::longValue).sum();
  }
}
