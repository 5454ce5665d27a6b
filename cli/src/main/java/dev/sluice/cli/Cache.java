package dev.sluice.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code sluice cache}: the way to its commands. */
@Command(
    name = "cache",
    synopsisSubcommandLabel = "COMMAND",
    description = {
      "See, check and prune what is kept between proves.",
      "",
      "Nothing in the cache is ever needed: what is missing is made again, and what is doubtful is"
          + " thrown away."
    },
    footer = {
      "Examples:",
      "  sluice cache ls",
      "  sluice cache prune --older-than 7d --most 5GB",
      "  sluice cache verify"
    })
final class Cache extends CommandGroup {
  /** The command with those beneath it. */
  static CommandLine line(Program program) {
    return new CommandLine(new Cache())
        .addSubcommand("ls", new CacheLs(program))
        .addSubcommand("prune", new CachePrune(program))
        .addSubcommand("verify", new CacheVerify(program));
  }
}
