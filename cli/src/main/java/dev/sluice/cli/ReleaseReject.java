package dev.sluice.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice release reject}. */
@Command(
    name = "reject",
    sortOptions = false,
    description = {
      "Stop a release of which a run first failed and then passed: the failure was true."
    },
    footer = {
      "Exit status: 0 done; 1 the server's rules say no; 2 no such release, no right to.",
      "",
      "Examples:",
      "  sluice release reject channel 291 --reason 'it loses the race in one boot of three'"
    })
final class ReleaseReject implements Callable<Integer> {
  private final Program program;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      required = true,
      description = "Stays in the record.")
  private String reason = "";

  @Mixin private NamedRelease named = new NamedRelease();
  @Mixin private Common common = new Common();

  ReleaseReject(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    return named.decide(program, common, (releases, key) -> releases.reject(key, reason));
  }
}
