package dev.sluice.cli;

import dev.sluice.cli.screen.PlanScreen;
import dev.sluice.model.pipeline.ProblemReport;
import dev.sluice.proving.lab.Product;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice check}. */
@Command(
    name = "check",
    sortOptions = false,
    description = {
      "Validate the pipeline file and show the plan.",
      "",
      "Shows what a prove of each artifact's next release would do. Runs nothing."
    },
    footer = {
      "Exit status: 0 valid; 2 not valid, or there is no such file.",
      "",
      "Examples:",
      "  sluice check",
      "  sluice check --pipeline examples/kernel-sensor/sluice.yaml",
      "  sluice check --json | jq '.problems[].message'"
    })
final class Check implements Callable<Integer> {
  private final Program program;

  @Option(
      names = "--pipeline",
      paramLabel = "FILE",
      description = "The pipeline file (default: ${DEFAULT-VALUE}).",
      defaultValue = "sluice.yaml")
  private Path pipeline = Path.of("sluice.yaml");

  @Option(names = "--json", description = "Problems and plan as JSON.")
  private boolean json;

  @Mixin private Common common = new Common();

  Check(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() {
    Printer printer = program.printer(common);
    return switch (PipelineSource.read(pipeline)) {
      case PipelineSource.Wrong(var problems) -> {
        if (json) {
          printer.out().print(CheckJson.invalid(pipeline, problems));
        } else {
          printer.err().print(ProblemReport.of(problems));
        }
        yield Exit.USAGE;
      }
      case PipelineSource.Usable(var product) -> {
        show(product, printer);
        yield Exit.DONE;
      }
    };
  }

  private void show(Product product, Printer printer) {
    List<NextRelease> next = NextRelease.each(product, program);
    List<String> absent = NamedFiles.absent(product);
    if (json) {
      printer.out().print(CheckJson.valid(pipeline, next, absent));
    } else {
      PlanScreen.of(pipeline.toString(), next.stream().map(NextRelease::shown).toList(), absent)
          .forEach(printer.out()::println);
    }
  }
}
