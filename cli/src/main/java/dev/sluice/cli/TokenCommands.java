package dev.sluice.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code sluice token}. */
@Command(
    name = "token",
    synopsisSubcommandLabel = "COMMAND",
    description = {
      "Make, list and revoke the tokens by which people, CI jobs and runners show who they are.",
      "",
      "For admins."
    },
    footer = {
      "Examples:",
      "  sluice token create --name anna --role approver --out anna.token",
      "  sluice token ls",
      "  sluice token revoke t7 --reason 'in a build log'"
    })
final class TokenCommands extends CommandGroup {
  /** The command with those beneath it. */
  static CommandLine line(Program program) {
    var line = new CommandLine(new TokenCommands());
    line.addSubcommand("create", new TokenCreate(program));
    line.addSubcommand("ls", new TokenList(program));
    line.addSubcommand("revoke", new TokenRevoke(program));
    return line;
  }
}
