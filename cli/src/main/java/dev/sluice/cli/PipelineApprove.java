package dev.sluice.cli;

import dev.sluice.cli.screen.PipelineScreen;
import dev.sluice.model.Digest;
import dev.sluice.server.client.PipelineClient;
import dev.sluice.server.client.ServerClient;
import dev.sluice.server.wire.WirePipeline;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

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

  @Parameters(
      index = "0",
      paramLabel = "SHA",
      hideParamSyntax = true,
      description = "The first digits of its digest.")
  private String digits = "";

  @Mixin private AskedProduct product = new AskedProduct();

  @Option(names = "--json", description = "As JSON.")
  private boolean json;

  @Mixin private ServerCall server = new ServerCall();
  @Mixin private Common common = new Common();

  PipelineApprove(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Printer printer = program.printer(common);
    WirePipeline approved;
    try (ServerClient client = server.open(program)) {
      PipelineClient pipelines = client.pipelines(product.of(client));
      WirePipeline found = AskedPipeline.find(pipelines, digits);
      approved = pipelines.approve(new Digest(found.bundle()));
    }
    if (json) {
      printer.out().print(ServerJson.of(approved));
    } else {
      PipelineScreen.one(approved, printer.outIsLive()).forEach(printer.out()::println);
    }
    return Exit.DONE;
  }
}
