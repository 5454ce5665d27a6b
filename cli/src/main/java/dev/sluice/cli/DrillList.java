package dev.sluice.cli;

import dev.sluice.cli.screen.DrillScreen;
import dev.sluice.model.drill.Drill;
import dev.sluice.model.impact.Impact;
import dev.sluice.server.impact.DrillLine;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code sluice drill list}. */
@Command(
    name = "list",
    sortOptions = false,
    description = "List what drills found, the latest day first.",
    footer = {
      "Exit status: 0 listed; 2 the file or the record is not valid.",
      "",
      "Examples:",
      "  sluice drill list",
      "  sluice drill list --outcome admission --json"
    })
final class DrillList implements Callable<Integer> {
  private final Program program;

  @Option(names = "--outcome", paramLabel = "NAME", description = "Of this outcome alone.")
  private @Nullable String name;

  @Mixin private AskedOutcomes asked = new AskedOutcomes();
  @Mixin private Common common = new Common();

  DrillList(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() {
    Impact impact = asked.impact(program);
    DrillFile record = DrillFile.of(asked.file());
    DrillFile.Content content = record.read();
    // Outcomes that are no longer in the file have records all the same.
    List<Drill> drills =
        content.drills().all().reversed().stream()
            .filter(drill -> name == null || drill.outcome().equals(name))
            .sorted(Comparator.comparing(Drill::on).reversed())
            .toList();
    Printer printer = program.printer(common);
    if (!content.cut().isEmpty()) {
      printer
          .err()
          .println(
              "sluice drill list: the last line of %s was cut off and is passed over"
                  .formatted(record.path()));
    }
    if (asked.isJson()) {
      ObjectNode root = ImpactJson.root("drill-list", asked.file(), impact);
      ArrayNode list = root.putArray("drills");
      drills.forEach(drill -> list.add(DrillLine.json(drill)));
      printer.out().print(ImpactJson.write(root));
    } else if (drills.isEmpty()) {
      printer
          .out()
          .println(
              "No drill is recorded in %s%s. sluice drill plan shows which is due."
                  .formatted(record.path(), name == null ? "" : " for " + name));
    } else {
      DrillScreen.of(drills, printer.outIsLive()).forEach(printer.out()::println);
    }
    return Exit.DONE;
  }
}
