package dev.sluice.cli;

import dev.sluice.cli.screen.PipelineScreen;
import dev.sluice.server.client.ServerClient;
import dev.sluice.server.wire.WirePipeline;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice pipeline ls}. */
@Command(
    name = "ls",
    sortOptions = false,
    description = {"List a product's pipeline files and what became of them, newest first."},
    footer = {"Examples:", "  sluice pipeline ls", "  sluice pipeline ls --json"})
final class PipelineList implements Callable<Integer> {
  private final Program program;

  @Mixin private AskedProduct product = new AskedProduct();

  @Option(names = "--json", description = "As JSON.")
  private boolean json;

  @Mixin private ServerCall server = new ServerCall();
  @Mixin private Common common = new Common();

  PipelineList(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Printer printer = program.printer(common);
    List<WirePipeline> all;
    try (ServerClient client = server.open(program)) {
      all = AskedPipeline.all(client.pipelines(product.of(client)));
    }
    if (json) {
      printer.out().print(ServerJson.of(Map.of("pipelines", all)));
    } else {
      PipelineScreen.list(all, printer.outIsLive()).forEach(printer.out()::println);
    }
    return Exit.DONE;
  }
}
