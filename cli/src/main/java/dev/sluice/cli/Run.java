package dev.sluice.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

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
final class Run implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private Common common = new Common();

  /** The command with those beneath it. */
  static CommandLine line(Program program) {
    return new CommandLine(new Run())
        .addSubcommand("show", new RunShow(program))
        .addSubcommand("logs", new RunLogs(program))
        .addSubcommand("screenshot", new RunScreenshot(program))
        .addSubcommand("reproduce", new RunReproduce(program));
  }

  @Override
  public Integer call() {
    if (common.isHelp()) {
      throw new IllegalStateException("picocli answers this itself");
    }
    throw new ParameterException(spec.commandLine(), "which command?");
  }
}
