package dev.sluice.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sluice bench}: what it costs, measured here. */
@Command(
    name = "bench",
    description =
        "Measure what Sluice costs on this machine, against a yardstick measured in the same run.",
    footer = {
      "",
      "Examples:",
      "  sluice bench prove",
      "  sluice bench impact",
      "  sluice bench server"
    })
final class Bench implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private Common common = new Common();

  static CommandLine line(Program program) {
    return new CommandLine(new Bench())
        .addSubcommand("prove", new BenchProve(program))
        .addSubcommand("impact", new BenchImpact(program))
        .addSubcommand("server", new BenchServer(program));
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        common.isHelp() ? "" : "which measurement? there are: prove, impact, server");
  }
}
