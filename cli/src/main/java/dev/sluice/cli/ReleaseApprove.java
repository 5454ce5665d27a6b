package dev.sluice.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice release approve}. */
@Command(
    name = "approve",
    sortOptions = false,
    description = {
      "Agree that a release is urgent; who submitted it cannot.",
      "",
      "It then goes before what is not urgent. No check is skipped."
    },
    footer = {
      "Exit status: 0 done; 1 the server's rules say no; 2 no such release, no right to.",
      "",
      "Examples:",
      "  sluice release approve channel 292"
    })
final class ReleaseApprove implements Callable<Integer> {
  private final Program program;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Stays in the record.")
  private @Nullable String reason;

  @Mixin private NamedRelease named = new NamedRelease();
  @Mixin private Common common = new Common();

  ReleaseApprove(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    return named.decide(program, common, (releases, key) -> releases.approve(key, reason));
  }
}
