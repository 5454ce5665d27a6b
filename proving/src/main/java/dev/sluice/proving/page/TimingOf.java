package dev.sluice.proving.page;

import dev.sluice.model.Result;
import dev.sluice.proving.history.PastCheck;
import dev.sluice.proving.report.Candidate;
import dev.sluice.proving.run.CheckResult;
import dev.sluice.proving.run.RunReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How long checks took, beside the last pass. */
final class TimingOf {
  private static final double ALL = 100.0;
  private static final double LEAST_SEEN = 0.6;

  private TimingOf() {}

  static Page.Timing timing(
      RunReport.Finished run, Surroundings.@Nullable LastPass last, Candidate candidate) {
    Map<String, Duration> before = new HashMap<>();
    if (last != null) {
      for (PastCheck check : last.run().checks()) {
        before.put(check.name(), check.took());
      }
    }
    Duration longest = Duration.ofMillis(1);
    for (CheckResult check : run.checks()) {
      longest = longer(longest, check.took());
      longest = longer(longest, before.getOrDefault(check.name(), Duration.ZERO));
    }
    List<Page.Bar> bars = new ArrayList<>();
    for (CheckResult check : run.checks()) {
      bars.add(bar(check, before.get(check.name()), longest));
    }
    int left = candidate.checks() - run.checks().size();
    if (left > 0) {
      bars.add(
          new Page.Bar(Shown.count(left, "further check"), Page.State.NONE, "", 0, -1, "not made"));
    }
    return new Page.Timing(
        Shown.text(run.planned().counterpart() + " · " + run.planned().environment()),
        Page.State.of(run.result()),
        Shown.seconds(run.took()),
        last == null
            ? "no earlier run passed here, so there is nothing to compare with"
            : "the thin bar is the last pass, run " + last.run().id(),
        run.result() != Result.PASSED,
        bars);
  }

  private static Page.Bar bar(CheckResult check, @Nullable Duration before, Duration longest) {
    return new Page.Bar(
        Shown.text(check.name()),
        Page.State.of(check.result()),
        Shown.seconds(check.took()),
        share(check.took(), longest),
        before == null ? -1 : share(before, longest),
        Shown.seconds(check.took())
            + (before == null ? "" : "; the last pass took " + Shown.seconds(before)));
  }

  private static Duration longer(Duration a, Duration b) {
    return a.compareTo(b) >= 0 ? a : b;
  }

  private static double share(Duration part, Duration longest) {
    double share = part.toMillis() * ALL / longest.toMillis();
    return Math.round(Math.max(LEAST_SEEN, share) * 10) / 10.0;
  }
}
