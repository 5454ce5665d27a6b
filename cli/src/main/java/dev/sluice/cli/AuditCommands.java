package dev.sluice.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code sluice audit}. */
@Command(
    name = "audit",
    synopsisSubcommandLabel = "COMMAND",
    description = {"Check a product's record of everything that happened, and take it with you."},
    footer = {"Examples:", "  sluice audit verify", "  sluice audit export kernel-sensor.jsonl"})
final class AuditCommands extends CommandGroup {
  /** The command with those beneath it. */
  static CommandLine line(Program program) {
    var line = new CommandLine(new AuditCommands());
    line.addSubcommand("verify", new AuditVerify(program));
    line.addSubcommand("export", new AuditExport(program));
    line.addSubcommand("retention", new AuditRetention(program));
    return line;
  }
}
