package dev.sluice.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

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
final class ReleaseCommands implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private Common common = new Common();

  /** The command with those beneath it. */
  static CommandLine line(Program program) {
    var line = new CommandLine(new ReleaseCommands());
    line.addSubcommand("show", new ReleaseShow(program));
    line.addSubcommand("get", new ReleaseGet(program));
    line.addSubcommand("approve", new ReleaseApprove(program));
    line.addSubcommand("accept", new ReleaseAccept(program));
    line.addSubcommand("retry", new ReleaseRetry(program));
    line.addSubcommand("hand-on", new ReleaseHandOn(program));
    return line;
  }

  @Override
  public Integer call() {
    if (common.isHelp()) {
      throw new IllegalStateException("picocli answers this itself");
    }
    throw new ParameterException(
        spec.commandLine(), "show, get, approve, accept, retry or hand-on?");
  }
}
