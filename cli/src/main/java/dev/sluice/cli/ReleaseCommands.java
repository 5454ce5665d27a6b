package dev.sluice.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code sluice release}. */
@Command(
    name = "release",
    synopsisSubcommandLabel = "COMMAND",
    description = {"Look at a release at the server, fetch what belongs to it, decide on it."},
    footer = {
      "Examples:",
      "  sluice release show channel 291",
      "  sluice release get channel 291 --report report.html",
      "  sluice release approve channel 292"
    })
final class ReleaseCommands extends CommandGroup {
  /** The command with those beneath it. */
  static CommandLine line(Program program) {
    var line = new CommandLine(new ReleaseCommands());
    line.addSubcommand("show", new ReleaseShow(program));
    line.addSubcommand("get", new ReleaseGet(program));
    line.addSubcommand("approve", new ReleaseApprove(program));
    line.addSubcommand("accept", new ReleaseAccept(program));
    line.addSubcommand("reject", new ReleaseReject(program));
    line.addSubcommand("retry", new ReleaseRetry(program));
    line.addSubcommand("hand-on", new ReleaseHandOn(program));
    return line;
  }
}
