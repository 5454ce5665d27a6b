package dev.sluice.cli;

import static dev.sluice.cli.OutcomesSource.OWN;

import dev.sluice.cli.screen.FieldScreen;
import dev.sluice.cli.screen.PlanScreen;
import dev.sluice.model.field.Coverage;
import dev.sluice.model.field.Stanza;
import dev.sluice.model.file.ProblemReport;
import dev.sluice.model.pipeline.Pipeline;
import dev.sluice.proving.lab.Product;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice check}. */
@Command(
    name = "check",
    sortOptions = false,
    description = {
      "Validate the pipeline file and show the plan; validate the file of outcomes",
      "and judge its policy.",
      "",
      "Shows what a prove of each artifact's next release would do; with --field instead",
      "for which hosts a proof would count. Runs nothing."
    },
    footer = {
      "Exit status: 0 valid; 1 with --field, no proof counts for some hosts, or the policy of",
      "the outcomes does not hold; 2 not valid, or there is no such file.",
      "",
      "Examples:",
      "  sluice check",
      "  sluice check --pipeline examples/kernel-sensor/sluice.yaml",
      "  sluice check --json | jq '.problems[].message'",
      "  sluice check --field hosts.csv",
      "  sluice check --outcomes outcomes.yaml --today 2026-11-25"
    })
final class Check implements Callable<Integer> {
  private final Program program;

  @Option(
      names = "--pipeline",
      paramLabel = "FILE",
      description = {
        "The pipeline file (default: sluice.yaml). Outcomes beside it, or in it under",
        "outcomes:, are judged too."
      })
  private @Nullable Path named;

  @Option(
      names = "--outcomes",
      paramLabel = "FILE",
      description = "The file of outcomes alone (default when there is only outcomes.yaml).")
  private @Nullable Path outcomes;

  @Option(
      names = "--field",
      paramLabel = "HOSTS.CSV",
      description = {
        "What hosts report, one row a kind of host. The header names facts, such as os and",
        "version, artifacts of the pipeline file, and hosts, the number in a row."
      })
  private @Nullable Path field;

  @Option(names = "--json", description = "Problems and plan as JSON.")
  private boolean json;

  @Mixin private AskedDay day = new AskedDay();
  @Mixin private Common common = new Common();

  Check(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() {
    Printer printer = program.printer(common);
    Path pipeline = named == null ? Path.of("sluice.yaml") : named;
    Path alone = outcomes;
    if (alone == null && named == null && !Files.exists(pipeline) && Files.exists(OWN)) {
      alone = OWN;
    }
    if (alone != null) {
      return OutcomesCheck.check(alone, day.of(program), json, printer);
    }
    return pipeline(pipeline, printer);
  }

  private int pipeline(Path pipeline, Printer printer) {
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
        if (field != null) {
          yield field(product.pipeline(), field, printer);
        }
        yield show(pipeline, product, printer);
      }
    };
  }

  private int field(Pipeline pipeline, Path file, Printer printer) {
    FieldTable.Counted counted = FieldFile.read(file, pipeline);
    Coverage coverage = counted.coverage();
    if (coverage == null) {
      if (json) {
        printer.out().print(CheckJson.invalid(file, counted.problems()));
      } else {
        printer.err().print(ProblemReport.of(counted.problems()));
      }
      return Exit.USAGE;
    }
    List<String> stanza =
        coverage.gaps().stream()
            .filter(gap -> gap.cause() instanceof Coverage.Cause.NoEnvironment)
            .filter(gap -> !gap.facts().isEmpty())
            .findFirst()
            .map(gap -> Stanza.of(pipeline, gap.facts()))
            .orElse(List.of());
    if (json) {
      printer.out().print(FieldJson.of(file, coverage, stanza));
    } else {
      boolean installed =
          pipeline.artifacts().stream()
              .flatMap(artifact -> artifact.field().stream())
              .anyMatch(release -> !release.installedIn().isEmpty());
      FieldScreen.of(file.toString(), coverage, stanza, installed).forEach(printer.out()::println);
    }
    return coverage.stranded() == 0 ? Exit.DONE : Exit.NO;
  }

  private int show(Path pipeline, Product product, Printer printer) {
    Path found = OutcomesSource.of(pipeline).orElse(null);
    List<NextRelease> next = NextRelease.each(product, program);
    List<String> absent = NamedFiles.absent(product);
    if (json) {
      OutcomesCheck.Told told = found == null ? null : OutcomesCheck.told(found, day.of(program));
      printer
          .out()
          .print(CheckJson.valid(pipeline, next, absent, told == null ? null : told.json()));
      return told == null ? Exit.DONE : told.status();
    }
    PlanScreen.of(pipeline.toString(), next.stream().map(NextRelease::shown).toList(), absent)
        .forEach(printer.out()::println);
    if (found == null) {
      return Exit.DONE;
    }
    printer.out().println();
    return OutcomesCheck.check(found, day.of(program), false, printer);
  }
}
