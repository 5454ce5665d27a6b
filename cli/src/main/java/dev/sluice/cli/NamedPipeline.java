package dev.sluice.cli;

import dev.sluice.cli.screen.PipelineScreen;
import dev.sluice.model.Digest;
import dev.sluice.server.client.PipelineClient;
import dev.sluice.server.client.ServerClient;
import dev.sluice.server.wire.WirePipeline;
import java.io.IOException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A pipeline file that somebody decides on, and the server that has it. */
final class NamedPipeline {
  @Parameters(
      index = "0",
      paramLabel = "SHA",
      hideParamSyntax = true,
      description = "The first digits of its digest.")
  private String digits = "";

  @Option(names = "--json", description = "As JSON.")
  private boolean json;

  @Mixin private AskedProduct product = new AskedProduct();
  @Mixin private ServerCall server = new ServerCall();

  /** A decision on it, which the server records. */
  @FunctionalInterface
  interface Decision {
    WirePipeline on(PipelineClient pipelines, Digest bundle)
        throws IOException, InterruptedException;
  }

  int decide(Program program, Common common, Decision decision)
      throws IOException, InterruptedException {
    Printer printer = program.printer(common);
    WirePipeline decided;
    try (ServerClient client = server.open(program)) {
      PipelineClient pipelines = client.pipelines(product.of(client));
      WirePipeline found = AskedPipeline.find(pipelines, digits);
      decided = decision.on(pipelines, new Digest(found.bundle()));
    }
    if (json) {
      printer.out().print(ServerJson.of(decided));
    } else {
      PipelineScreen.one(decided, printer.outIsLive()).forEach(printer.out()::println);
    }
    return Exit.DONE;
  }
}
