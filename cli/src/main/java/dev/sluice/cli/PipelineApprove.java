package dev.sluice.cli;

import dev.sluice.server.client.PipelineClient;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sluice pipeline approve}. */
@Command(
    name = "approve",
    sortOptions = false,
    description = {
      "Agree to a pipeline file that somebody else proposed and that weakens something.",
      "",
      "For approvers and admins; nobody agrees to their own."
    },
    footer = {
      "Exit status: 0 it is in use; 1 it does not wait any more; 2 nobody proposed it, or you",
      "may not.",
      "",
      "Examples:",
      "  sluice pipeline show 3f9a1c22b0de",
      "  sluice pipeline approve 3f9a1c22b0de"
    })
final class PipelineApprove implements Callable<Integer> {
  private final Program program;

  @Mixin private NamedPipeline named = new NamedPipeline();
  @Mixin private Common common = new Common();

  PipelineApprove(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    return named.decide(program, common, PipelineClient::approve);
  }
}
