package dev.sluice.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice pipeline reject}. */
@Command(
    name = "reject",
    sortOptions = false,
    description = {"Say no to a pipeline file that waits, be it your own."},
    footer = {
      "Exit status: 0 it is rejected; 1 it does not wait any more; 2 nobody proposed it, or you",
      "may not.",
      "",
      "Examples:",
      "  sluice pipeline reject 3f9a1c22b0de --reason 'the check must stay'"
    })
final class PipelineReject implements Callable<Integer> {
  private final Program program;

  @Option(
      names = "--reason",
      required = true,
      paramLabel = "TEXT",
      description = "Why; stays in the record.")
  private String reason = "";

  @Mixin private NamedPipeline named = new NamedPipeline();
  @Mixin private Common common = new Common();

  PipelineReject(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    return named.decide(program, common, (pipelines, bundle) -> pipelines.reject(bundle, reason));
  }
}
