package dev.sluice.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

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
final class PipelineCommands implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private Common common = new Common();

  /** The command with those beneath it. */
  static CommandLine line(Program program) {
    var line = new CommandLine(new PipelineCommands());
    line.addSubcommand("ls", new PipelineList(program));
    line.addSubcommand("show", new PipelineShow(program));
    line.addSubcommand("approve", new PipelineApprove(program));
    line.addSubcommand("reject", new PipelineReject(program));
    return line;
  }

  @Override
  public Integer call() {
    if (common.isHelp()) {
      throw new IllegalStateException("picocli answers this itself");
    }
    throw new ParameterException(spec.commandLine(), "ls, show, approve or reject?");
  }
}
