package dev.sluice.cli;

import dev.sluice.cli.screen.Plain;
import dev.sluice.server.client.ServerClient;
import dev.sluice.server.event.ProductName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice audit export}. */
@Command(
    name = "export",
    sortOptions = false,
    description = {
      "Write every event as a line of JSON, and the signed head as the last"
          + " (docs/formats/event.md)."
    },
    footer = {"Examples:", "  sluice audit export kernel-sensor.jsonl"})
final class AuditExport implements Callable<Integer> {
  private final Program program;

  @Parameters(index = "0", paramLabel = "FILE", description = "Where to; replaced if it is there.")
  private Path file = Path.of("");

  @Option(names = "--json", description = "Say as JSON what was written.")
  private boolean json;

  @Mixin private AskedProduct product = new AskedProduct();
  @Mixin private ServerCall server = new ServerCall();
  @Mixin private Common common = new Common();

  AuditExport(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Printer printer = program.printer(common);
    try (ServerClient client = server.open(program)) {
      ProductName name = product.of(client);
      client.audit(name).export(file);
    }
    if (json) {
      printer
          .out()
          .print(ServerJson.of(Map.of("file", file.toString(), "bytes", Files.size(file))));
    } else {
      printer.out().println("wrote " + Plain.of(file.toString()));
    }
    return Exit.DONE;
  }
}
