package dev.sluice.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice release accept}. */
@Command(
    name = "accept",
    sortOptions = false,
    description = {
      "Let a release pass of which a run first failed and then passed.",
      "",
      "Who submitted it cannot. The failure stays in the record."
    },
    footer = {
      "Exit status: 0 done; 1 the server's rules say no; 2 no such release, no right to.",
      "",
      "Examples:",
      "  sluice release accept channel 291 --reason 'the disk of lab 2 was full'"
    })
final class ReleaseAccept implements Callable<Integer> {
  private final Program program;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      required = true,
      description = "Stays in the record.")
  private String reason = "";

  @Mixin private NamedRelease named = new NamedRelease();
  @Mixin private Common common = new Common();

  ReleaseAccept(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    return named.decide(program, common, (releases, key) -> releases.accept(key, reason));
  }
}
