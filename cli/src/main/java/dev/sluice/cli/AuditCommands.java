package dev.sluice.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sluice audit}. */
@Command(
    name = "audit",
    synopsisSubcommandLabel = "COMMAND",
    description = {"Check a product's record of everything that happened, and take it with you."},
    footer = {"Examples:", "  sluice audit verify", "  sluice audit export kernel-sensor.jsonl"})
final class AuditCommands implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private Common common = new Common();

  /** The command with those beneath it. */
  static CommandLine line(Program program) {
    var line = new CommandLine(new AuditCommands());
    line.addSubcommand("verify", new AuditVerify(program));
    line.addSubcommand("export", new AuditExport(program));
    line.addSubcommand("retention", new AuditRetention(program));
    return line;
  }

  @Override
  public Integer call() {
    if (common.isHelp()) {
      throw new IllegalStateException("picocli answers this itself");
    }
    throw new ParameterException(spec.commandLine(), "verify, export or retention?");
  }
}
