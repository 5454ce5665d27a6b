package dev.sluice.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

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
final class TokenCommands implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private Common common = new Common();

  /** The command with those beneath it. */
  static CommandLine line(Program program) {
    var line = new CommandLine(new TokenCommands());
    line.addSubcommand("create", new TokenCreate(program));
    line.addSubcommand("ls", new TokenList(program));
    line.addSubcommand("revoke", new TokenRevoke(program));
    return line;
  }

  @Override
  public Integer call() {
    if (common.isHelp()) {
      throw new IllegalStateException("picocli answers this itself");
    }
    throw new ParameterException(spec.commandLine(), "create, ls or revoke?");
  }
}
