package dev.sluice.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code sluice proof}: the way to its command. */
@Command(
    name = "proof",
    synopsisSubcommandLabel = "COMMAND",
    description = {"Verify proofs, the signed statements of runs that passed."},
    footer = {"Examples:", "  sluice proof verify out/91c2-1/sensor-7.15.proof.json"})
final class ProofFiles extends CommandGroup {
  /** The command with the one beneath it. */
  static CommandLine line(Program program) {
    return new CommandLine(new ProofFiles()).addSubcommand("verify", new ProofVerify(program));
  }
}
