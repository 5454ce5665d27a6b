package dev.sluice.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code sluice pipeline}. */
@Command(
    name = "pipeline",
    synopsisSubcommandLabel = "COMMAND",
    description = {
      "List, show, approve and reject a server's pipeline files.",
      "",
      "sluice apply brings one. What weakens something waits for another person."
    },
    footer = {
      "Examples:",
      "  sluice pipeline ls",
      "  sluice pipeline show",
      "  sluice pipeline approve 3f9a1c22b0de",
      "  sluice pipeline reject 3f9a1c22b0de --reason 'the check must stay'"
    })
final class PipelineCommands extends CommandGroup {
  /** The command with those beneath it. */
  static CommandLine line(Program program) {
    var line = new CommandLine(new PipelineCommands());
    line.addSubcommand("ls", new PipelineList(program));
    line.addSubcommand("show", new PipelineShow(program));
    line.addSubcommand("approve", new PipelineApprove(program));
    line.addSubcommand("reject", new PipelineReject(program));
    return line;
  }
}
