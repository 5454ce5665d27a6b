package dev.sluice.cli;

import dev.sluice.cli.screen.SpofScreen;
import dev.sluice.model.impact.Impact;
import dev.sluice.model.impact.SinglePoints;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sluice impact spof}. */
@Command(
    name = "spof",
    sortOptions = false,
    description = {
      "Show every single failure that loses an outcome, the worst first.",
      "",
      "Worst is: most people a day with nothing standing in, then soonest harm."
    },
    footer = {
      "Exit status: 0 answered, whatever is found; 2 the file is not valid.",
      "",
      "Examples:",
      "  sluice impact spof",
      "  sluice impact spof --json | jq '.single[0]'"
    })
final class ImpactSpof implements Callable<Integer> {
  private final Program program;

  @Mixin private AskedOutcomes asked = new AskedOutcomes();
  @Mixin private Common common = new Common();

  ImpactSpof(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() {
    Impact impact = asked.impact(program);
    SinglePoints points = impact.singlePoints();
    Printer printer = program.printer(common);
    if (asked.isJson()) {
      printer.out().print(ImpactJson.of(asked.file(), impact, points));
    } else {
      SpofScreen.of(points, printer.outIsLive()).forEach(printer.out()::println);
    }
    return Exit.DONE;
  }
}
