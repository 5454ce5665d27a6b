package dev.sluice.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code sluice run}: the way to its commands. */
@Command(
    name = "run",
    synopsisSubcommandLabel = "COMMAND",
    description = {"Look at one past run, or make it again."},
    footer = {
      "Examples:",
      "  sluice run show 8f3a-17          a whole prove",
      "  sluice run show 8f3a-17.2        its second run",
      "  sluice run logs 8f3a-17.2 --beside",
      "  sluice run reproduce 8f3a-17.2"
    })
final class Run extends CommandGroup {
  /** The command with those beneath it. */
  static CommandLine line(Program program) {
    return new CommandLine(new Run())
        .addSubcommand("show", new RunShow(program))
        .addSubcommand("logs", new RunLogs(program))
        .addSubcommand("screenshot", new RunScreenshot(program))
        .addSubcommand("reproduce", new RunReproduce(program));
  }
}
