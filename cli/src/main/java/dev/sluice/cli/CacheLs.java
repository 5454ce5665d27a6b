package dev.sluice.cli;

import dev.sluice.cli.screen.CacheScreen;
import dev.sluice.proving.environment.qemu.CacheContents;
import dev.sluice.proving.environment.qemu.WarmStates;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sluice cache ls}. */
@Command(
    name = "ls",
    sortOptions = false,
    description = {
      "List warm states and images.",
      "",
      "Sizes are those of the files; a machine's memory is stored sparsely and takes less."
    },
    footer = {"Examples:", "  sluice cache ls"})
final class CacheLs implements Callable<Integer> {
  private final Program program;

  @Mixin private Common common = new Common();

  CacheLs(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() throws IOException {
    Printer printer = program.printer(common);
    Path cache = program.folders().cache();
    CacheScreen.list(
            program.folders().spoken(cache),
            new WarmStates(cache).list(),
            CacheContents.images(cache),
            printer.outIsLive())
        .forEach(printer.out()::println);
    return Exit.DONE;
  }
}
