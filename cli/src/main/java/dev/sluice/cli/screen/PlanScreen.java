package dev.sluice.cli.screen;

import static dev.sluice.cli.screen.Table.Column.SHRINKS;
import static dev.sluice.cli.screen.Table.Column.WRAPS;

import dev.sluice.model.pipeline.Artifact;
import dev.sluice.proving.plan.Plan;
import dev.sluice.proving.plan.PlannedRun;
import java.util.ArrayList;
import java.util.List;

/** What {@code sluice check} shows of a valid file: for each artifact what a prove would do. */
public final class PlanScreen {
  private PlanScreen() {}

  /** The next release of an artifact, and how it would be proven. */
  public record Next(Artifact artifact, String suite, List<String> checks, Plan plan) {
    public Next {
      checks = List.copyOf(checks);
    }
  }

  /**
   * The plans of all artifacts.
   *
   * @param absent files that are named and not there
   */
  public static List<String> of(String file, List<Next> all, List<String> absent) {
    List<String> lines = new ArrayList<>();
    lines.add(Plain.of(file) + " is valid. What a prove of the next release would do:");
    for (Next next : all) {
      lines.add("");
      lines.addAll(plan(next));
    }
    if (!absent.isEmpty()) {
      lines.add("");
      lines.addAll(
          Plain.wrapped(
              "Not there yet, and nothing builds them: " + Plain.of(String.join(", ", absent)),
              ProveScreen.COLUMNS));
    }
    return lines;
  }

  private static List<String> plan(Next next) {
    List<String> lines = new ArrayList<>();
    Plan plan = next.plan();
    lines.addAll(
        Plain.wrapped(
            next.artifact().name()
                + " ("
                + kind(next.artifact())
                + ") · suite "
                + next.suite()
                + ", "
                + Figures.count(next.checks().size(), "check")
                + " · "
                + Figures.count(plan.runs().size(), "combination")
                + (plan.predicted().isZero() ? "" : ", about " + Figures.about(plan.predicted())),
            ProveScreen.COLUMNS));
    Plain.wrapped("checks  " + String.join(", ", next.checks()), ProveScreen.COLUMNS - 2)
        .forEach(line -> lines.add("  " + line));
    var table = new Table(SHRINKS, SHRINKS, WRAPS);
    plan.runs().forEach(run -> table.add(row(run, Plain.of(run.why()))));
    plan.unproven().forEach(run -> table.add(row(run, "left out by the time box")));
    lines.addAll(table.lines(ProveScreen.COLUMNS, false));
    return lines;
  }

  private static Table.Cell[] row(PlannedRun run, String why) {
    return new Table.Cell[] {
      Table.Cell.of("with " + run.counterpart()),
      Table.Cell.of(run.environment()),
      Table.Cell.of(why)
    };
  }

  private static String kind(Artifact artifact) {
    return switch (artifact.kind()) {
      case Artifact.Application _ -> "application";
      case Artifact.Data(var loader) -> "data for " + loader;
    };
  }
}
