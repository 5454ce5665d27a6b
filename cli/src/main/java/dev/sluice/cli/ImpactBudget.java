package dev.sluice.cli;

import dev.sluice.cli.screen.HostBudgetScreen;
import dev.sluice.model.impact.HostBudget;
import dev.sluice.model.impact.Impact;
import dev.sluice.model.outcome.Thing;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code sluice impact budget}. */
@Command(
    name = "budget",
    sortOptions = false,
    description = {
      "Show how many hosts of each group may be down at once, the narrowest first.",
      "",
      "So many that no outcome falls below its quorum, all else working; and how many an",
      "hour where the file says how long a host takes to come back (recovers-in)."
    },
    footer = {
      "Exit status: 0 shown, or --harm fits; 1 --harm is more than the narrowest margin, which",
      "is named; 2 the file is not valid; 3 --harm fits what is written down, but an outcome",
      "hangs on a group whose number of hosts is not.",
      "",
      "Examples:",
      "  sluice impact budget",
      "  sluice impact budget --harm 5"
    })
final class ImpactBudget implements Callable<Integer> {
  private final Program program;

  @Option(
      names = "--harm",
      paramLabel = "H",
      description = "Hosts that a bad release may harm: does that fit?")
  private @Nullable Long harm;

  @Mixin private AskedOutcomes asked = new AskedOutcomes();
  @Mixin private Common common = new Common();

  ImpactBudget(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() {
    if (harm != null && harm < 0) {
      throw new Unusable("sluice impact budget: --harm is a number of hosts, 0 or more");
    }
    Impact impact = asked.impact(program);
    HostBudget budget = impact.hostBudget();
    HostBudget.Margin narrowest = budget.narrowest();
    boolean fits = harm == null || narrowest == null || harm <= narrowest.down();
    // What is not written down may be one host.
    boolean open = fits && harm != null && harm > 0 && !budget.notKnown().isEmpty();
    Printer printer = program.printer(common);
    if (asked.isJson()) {
      printer.out().print(json(impact, budget, open ? null : fits));
    } else {
      HostBudgetScreen.of(budget, harm, printer.outIsLive()).forEach(printer.out()::println);
    }
    return open ? Exit.COULD_NOT_TELL : fits ? Exit.DONE : Exit.NO;
  }

  private String json(Impact impact, HostBudget budget, @Nullable Boolean fits) {
    ObjectNode root = ImpactJson.root("budget", asked.file(), impact);
    root.put("harm", harm);
    root.put("fits", fits);
    ArrayNode groups = root.putArray("groups");
    for (HostBudget.Margin margin : budget.margins()) {
      ObjectNode node = groups.addObject();
      node.put("group", margin.group().name());
      node.put("hosts", margin.group().hosts());
      node.put("down", margin.down());
      node.put("an-hour", margin.anHour());
      node.put("outcome", margin.bound() == null ? null : margin.bound().name());
    }
    ImpactJson.texts(root, "not-known", budget.notKnown().stream().map(Thing::name).toList());
    return ImpactJson.write(root);
  }
}
