package dev.sluice.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice release retry}. */
@Command(
    name = "retry",
    sortOptions = false,
    description = {
      "Have a release proven once more that was refused, stopped or could not be told."
    },
    footer = {
      "Exit status: 0 done; 1 the server's rules say no; 2 no such release, no right to.",
      "",
      "Examples:",
      "  sluice release retry channel 291 --reason 'the lab was down'"
    })
final class ReleaseRetry implements Callable<Integer> {
  private final Program program;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      required = true,
      description = "Stays in the record.")
  private String reason = "";

  @Mixin private NamedRelease named = new NamedRelease();
  @Mixin private Common common = new Common();

  ReleaseRetry(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    return named.decide(program, common, (releases, key) -> releases.retry(key, reason));
  }
}
