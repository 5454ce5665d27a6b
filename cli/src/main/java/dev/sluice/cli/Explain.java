package dev.sluice.cli;

import dev.sluice.model.file.Explanation;
import dev.sluice.model.outcome.OutcomesFile;
import dev.sluice.model.pipeline.PipelineFile;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sluice explain}. */
@Command(
    name = "explain",
    sortOptions = false,
    description = {
      "Explain a key of the pipeline file, or of the file of outcomes.",
      "",
      "Meaning, type, default and an example; without KEY the list of all keys."
    },
    footer = {
      "Examples:",
      "  sluice explain",
      "  sluice explain artifacts.known-bad",
      "  sluice explain goes-red"
    })
final class Explain implements Callable<Integer> {
  private final Program program;

  @Parameters(
      index = "0",
      arity = "0..1",
      hideParamSyntax = true,
      paramLabel = "KEY",
      description = "A path such as artifacts.known-bad, or its last part.",
      defaultValue = "")
  private String key = "";

  @Mixin private Common common = new Common();

  Explain(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() {
    Printer printer = program.printer(common);
    return switch (Explanation.of(key, List.of(PipelineFile.KIND, OutcomesFile.KIND))) {
      case Explanation.Found(var text) -> {
        printer.out().print(text);
        yield Exit.DONE;
      }
      case Explanation.Unknown(var text) -> {
        printer.err().print("sluice explain: " + text);
        yield Exit.USAGE;
      }
    };
  }
}
