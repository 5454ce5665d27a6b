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

  @Parameters(
      index = "0",
      paramLabel = "SHA",
      hideParamSyntax = true,
      description = "The first digits of its digest.")
  private String digits = "";

  @Option(
      names = "--reason",
      required = true,
      paramLabel = "TEXT",
      description = "Why; stays in the record.")
  private String reason = "";

  @Mixin private AskedProduct product = new AskedProduct();

  @Option(names = "--json", description = "As JSON.")
  private boolean json;

  @Mixin private ServerCall server = new ServerCall();
  @Mixin private Common common = new Common();

  PipelineReject(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Printer printer = program.printer(common);
    WirePipeline rejected;
    try (ServerClient client = server.open(program)) {
      PipelineClient pipelines = client.pipelines(product.of(client));
      WirePipeline found = AskedPipeline.find(pipelines, digits);
      rejected = pipelines.reject(new Digest(found.bundle()), reason);
    }
    if (json) {
      printer.out().print(ServerJson.of(rejected));
    } else {
      PipelineScreen.one(rejected, printer.outIsLive()).forEach(printer.out()::println);
    }
    return Exit.DONE;
  }
}
