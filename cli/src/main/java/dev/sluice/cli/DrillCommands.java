package dev.sluice.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code sluice drill}. */
@Command(
    name = "drill",
    synopsisSubcommandLabel = "COMMAND",
    description = {
      "Try what people do without the system, and keep what was found.",
      "",
      "A fallback that was not tried for long, or did not work, counts in no answer of",
      "sluice impact."
    },
    footer = {
      "Examples:",
      "  sluice drill plan",
      "  sluice drill plan --outcome admission --card admission.html",
      "  sluice drill record admission --found worked --by 'Ward 3, day shift'",
      "  sluice drill list"
    })
final class DrillCommands extends CommandGroup {
  /** The command with those beneath it. */
  static CommandLine line(Program program) {
    var line = new CommandLine(new DrillCommands());
    line.addSubcommand("plan", new DrillPlanned(program));
    line.addSubcommand("record", new DrillRecord(program));
    line.addSubcommand("list", new DrillList(program));
    return line;
  }
}
