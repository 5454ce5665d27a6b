package dev.sluice.cli;

import dev.sluice.server.wire.WireRelease;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sluice release show}. */
@Command(
    name = "show",
    sortOptions = false,
    description = {"Show a release: its state, its runs, why it is there, what hangs on it."},
    footer = {
      "Exit status: 0 shown, whatever its state; 2 there is no such release.",
      "",
      "Examples:",
      "  sluice release show channel 291",
      "  sluice release show channel 291 --json | jq -r .state"
    })
final class ReleaseShow implements Callable<Integer> {
  private final Program program;
  @Mixin private NamedRelease named = new NamedRelease();
  @Mixin private Common common = new Common();

  ReleaseShow(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Printer printer = program.printer(common);
    return named.use(
        program,
        (client, product, key) -> {
          WireRelease release = NamedRelease.found(client.releases(product), product, key);
          named.show(printer, client, release);
          return Exit.DONE;
        });
  }
}
