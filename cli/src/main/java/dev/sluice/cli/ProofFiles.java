package dev.sluice.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sluice proof}: the way to its command. */
@Command(
    name = "proof",
    synopsisSubcommandLabel = "COMMAND",
    description = {"Verify proofs, the signed statements of runs that passed."},
    footer = {"Examples:", "  sluice proof verify out/91c2-1/sensor-7.15.proof.json"})
final class ProofFiles implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private Common common = new Common();

  /** The command with the one beneath it. */
  static CommandLine line(Program program) {
    return new CommandLine(new ProofFiles()).addSubcommand("verify", new ProofVerify(program));
  }

  @Override
  public Integer call() {
    if (common.isHelp()) {
      throw new IllegalStateException("picocli answers this itself");
    }
    throw new ParameterException(spec.commandLine(), "which command?");
  }
}
