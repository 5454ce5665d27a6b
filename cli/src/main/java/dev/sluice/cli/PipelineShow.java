package dev.sluice.cli;

import dev.sluice.cli.screen.PipelineScreen;
import dev.sluice.server.client.PipelineClient;
import dev.sluice.server.client.ServerClient;
import dev.sluice.server.wire.WirePipeline;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice pipeline show}. */
@Command(
    name = "show",
    sortOptions = false,
    description = {"Show the pipeline file in use, or another one, with what it changed."},
    footer = {
      "Exit status: 0 shown; 2 there is no such file.",
      "",
      "Examples:",
      "  sluice pipeline show",
      "  sluice pipeline show 3f9a1c22b0de"
    })
final class PipelineShow implements Callable<Integer> {
  private final Program program;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "SHA",
      hideParamSyntax = true,
      description = "The first digits of its digest (default: the one in use).")
  private @Nullable String digits;

  @Mixin private AskedProduct product = new AskedProduct();

  @Option(names = "--json", description = "As JSON.")
  private boolean json;

  @Mixin private ServerCall server = new ServerCall();
  @Mixin private Common common = new Common();

  PipelineShow(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Printer printer = program.printer(common);
    WirePipeline found;
    try (ServerClient client = server.open(program)) {
      PipelineClient pipelines = client.pipelines(product.of(client));
      found =
          digits == null
              ? pipelines
                  .inUse()
                  .orElseThrow(
                      () ->
                          new Unusable(
                              "sluice pipeline show: no pipeline file is in use",
                              "  sluice apply brings one"))
              : AskedPipeline.find(pipelines, digits);
    }
    if (json) {
      printer.out().print(ServerJson.of(found));
    } else {
      PipelineScreen.one(found, printer.outIsLive()).forEach(printer.out()::println);
    }
    return Exit.DONE;
  }
}
