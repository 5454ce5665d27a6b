package dev.sluice.cli;

import dev.sluice.cli.screen.Plain;
import dev.sluice.server.client.ServerClient;
import dev.sluice.server.wire.Wire;
import dev.sluice.server.wire.WireCaller;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice whoami}. */
@Command(
    name = "whoami",
    sortOptions = false,
    description = {"Show which server is used, and whom the token acts for."},
    footer = {
      "Examples:",
      "  sluice whoami",
      "  sluice whoami --server https://sluice.example:8420 --token-file ci.token --json"
    })
final class Whoami implements Callable<Integer> {
  private final Program program;

  @Option(names = "--json", description = "As JSON.")
  private boolean json;

  @Mixin private ServerCall server = new ServerCall();
  @Mixin private Common common = new Common();

  Whoami(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    var out = program.printer(common).out();
    try (ServerClient client = server.open(program)) {
      WireCaller caller = client.whoami();
      if (json) {
        out.println(Wire.LENIENT.writerWithDefaultPrettyPrinter().writeValueAsString(caller));
      } else {
        out.println(
            "%s, %s of %s"
                .formatted(
                    Plain.of(caller.name()),
                    Plain.of(caller.role()),
                    caller.product() == null
                        ? "every product"
                        : "the product " + Plain.of(caller.product())));
        out.println("  at %s, until %s".formatted(client.address(), caller.expires()));
      }
    }
    return Exit.DONE;
  }
}
