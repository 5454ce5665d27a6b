package dev.sluice.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice release hand-on}. */
@Command(
    name = "hand-on",
    sortOptions = false,
    description = {"Hand a proven release on, where the pipeline file leaves that to people."},
    footer = {
      "Exit status: 0 done; 1 the server's rules say no; 2 no such release, no right to.",
      "",
      "Examples:",
      "  sluice release hand-on channel 291"
    })
final class ReleaseHandOn implements Callable<Integer> {
  private final Program program;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Stays in the record.")
  private @Nullable String reason;

  @Mixin private NamedRelease named = new NamedRelease();
  @Mixin private Common common = new Common();

  ReleaseHandOn(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    return named.decide(program, common, (releases, key) -> releases.handOn(key, reason));
  }
}
