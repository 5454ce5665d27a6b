package dev.sluice.cli;

import dev.sluice.cli.screen.SpofScreen;
import dev.sluice.model.impact.CutSets;
import dev.sluice.model.impact.Impact;
import dev.sluice.model.impact.Pairs;
import dev.sluice.model.impact.SinglePoints;
import dev.sluice.model.outcome.Outcome;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice impact spof}. */
@Command(
    name = "spof",
    sortOptions = false,
    description = {
      "Show every single failure that loses an outcome, the worst first.",
      "",
      "Worst is: most people a day with nothing standing in, then soonest harm.",
      "With --pairs also every two failures of which neither loses it alone; with --order,",
      "of one outcome, every set of failures up to that size."
    },
    footer = {
      "Exit status: 0 answered, whatever is found; 2 the file is not valid.",
      "",
      "Examples:",
      "  sluice impact spof",
      "  sluice impact spof --pairs",
      "  sluice impact spof --outcome admission --order 3",
      "  sluice impact spof --json | jq '.single[0]'"
    })
final class ImpactSpof implements Callable<Integer> {
  private final Program program;

  @Option(names = "--pairs", description = "Pairs of failures too.")
  private boolean pairs;

  @Option(names = "--outcome", paramLabel = "NAME", description = "Of this outcome alone.")
  private @Nullable String outcome;

  @Option(
      names = "--order",
      paramLabel = "N",
      description = "With --outcome: sets of up to N failures, 1 to 6.")
  private @Nullable Integer order;

  @Mixin private AskedOutcomes asked = new AskedOutcomes();
  @Mixin private Common common = new Common();

  ImpactSpof(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() {
    Impact impact = impact();
    Printer printer = program.printer(common);
    if (order != null) {
      if (outcome == null || order < 1 || order > CutSets.MOST_ORDER) {
        throw new Unusable(
            "sluice impact spof: --order N goes with --outcome NAME, and is 1 to "
                + CutSets.MOST_ORDER);
      }
      return switch (CutSets.of(impact, order)) {
        case CutSets.Refused(var why) ->
            throw new Unusable("sluice impact spof: refused, nothing is known: " + why);
        case CutSets.All(var sets) -> {
          if (asked.isJson()) {
            printer.out().print(ImpactJson.cutSets(asked.file(), impact, order, sets));
          } else {
            SpofScreen.of(sets, order, impact.singlePoints().notKnown(), printer.outIsLive())
                .forEach(printer.out()::println);
          }
          yield Exit.DONE;
        }
      };
    }
    SinglePoints points = impact.singlePoints();
    @Nullable Pairs two = pairs ? impact.pairs() : null;
    if (asked.isJson()) {
      printer.out().print(ImpactJson.of(asked.file(), impact, points, two));
    } else {
      SpofScreen.of(points, two, printer.outIsLive()).forEach(printer.out()::println);
    }
    return Exit.DONE;
  }

  private Impact impact() {
    Impact all = asked.impact(program);
    if (outcome == null) {
      return all;
    }
    Impact one = all.only(outcome);
    if (one == null) {
      List<String> known = all.outcomes().outcomes().stream().map(Outcome::name).toList();
      throw new Unusable(
          "sluice impact spof: %s has no outcome \"%s\"%s"
              .formatted(asked.file(), outcome, NearWord.hint(outcome, known)),
          "  there is " + String.join(", ", known.stream().limit(20).toList()));
    }
    return one;
  }
}
