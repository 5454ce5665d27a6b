package dev.sluice.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code sluice keys}: the way to its two commands. */
@Command(
    name = "keys",
    synopsisSubcommandLabel = "COMMAND",
    description = {
      "Make and list lab keys.",
      "",
      "NAME.key signs what this lab proves, NAME.pub is trusted by sluice proof verify. To"
          + " trust another lab, put its .pub file into the folder that sluice keys list names."
    },
    footer = {"Examples:", "  sluice keys list", "  sluice keys new nightly"})
final class Keys extends CommandGroup {
  /** The command with those beneath it. */
  static CommandLine line(Program program) {
    return new CommandLine(new Keys())
        .addSubcommand("new", new KeysNew(program))
        .addSubcommand("list", new KeysList(program));
  }
}
