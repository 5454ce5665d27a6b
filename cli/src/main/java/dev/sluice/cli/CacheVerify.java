package dev.sluice.cli;

import dev.sluice.cli.screen.CacheScreen;
import dev.sluice.proving.environment.qemu.WarmStates;
import dev.sluice.proving.environment.qemu.WarmStates.Verified;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sluice cache verify}. */
@Command(
    name = "verify",
    sortOptions = false,
    description = {
      "Read every byte of every warm state.",
      "",
      "A prove looks at sizes, times and the small files only. Nothing is removed: sluice cache"
          + " prune --most 0GB removes all. Ends with 1 if a state is not as it was made."
    },
    footer = {"Examples:", "  sluice cache verify"})
final class CacheVerify implements Callable<Integer> {
  private final Program program;

  @Mixin private Common common = new Common();

  CacheVerify(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() throws IOException {
    Printer printer = program.printer(common);
    List<Verified> verified = new WarmStates(program.folders().cache()).verify();
    CacheScreen.verified(verified, printer.outIsLive()).forEach(printer.out()::println);
    return verified.stream().allMatch(state -> state.trouble() == null) ? Exit.DONE : Exit.NO;
  }
}
