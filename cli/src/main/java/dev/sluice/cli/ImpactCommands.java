package dev.sluice.cli;

import dev.sluice.model.outcome.Thing;
import java.time.Duration;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code sluice impact}: the way to its questions. */
@Command(
    name = "impact",
    synopsisSubcommandLabel = "COMMAND",
    description = {
      "Ask what people lose when one thing fails, before it is deployed.",
      "",
      "outcomes.yaml says what people need and what it hangs on."
    },
    footer = {
      "Examples:",
      "  sluice impact vendor example-edr",
      "  sluice impact release sensor@7.16 --for 6h",
      "  sluice impact spof",
      "  sluice impact diff outcomes.yaml with-new-edr.yaml --gate",
      "  sluice impact report --out impact.html"
    })
final class ImpactCommands extends CommandGroup {
  /** The command with those beneath it. */
  static CommandLine line(Program program) {
    var line = new CommandLine(new ImpactCommands());
    add(
        line,
        program,
        "vendor",
        "a vendor, and with it all that it supplies",
        "example-edr --for 6h");
    add(line, program, "artifact", "an artifact on every host that runs it", "sensor");
    add(
        line,
        program,
        "release",
        "one release, ARTIFACT@VERSION, on hosts that run it",
        "sensor@7.16");
    for (Thing.Kind kind : Thing.Kind.values()) {
      switch (kind) {
        case VENDOR, ARTIFACT -> {}
        case SERVICE -> add(line, program, kind.word(), "a service", "records --from 13:00");
        case GROUP -> add(line, program, kind.word(), "all hosts of a group", "ward-pcs");
        case SITE -> add(line, program, kind.word(), "a site", "computer-room");
        case CREDENTIAL -> add(line, program, kind.word(), "a credential", "domain-certificate");
        case PERSON -> add(line, program, kind.word(), "a role that nobody fills", "it-on-call");
      }
    }
    line.addSubcommand("spof", new ImpactSpof(program));
    line.addSubcommand("diff", new ImpactDiff(program));
    line.addSubcommand("budget", new ImpactBudget(program));
    line.addSubcommand("replay", new ImpactReplay(program));
    line.addSubcommand("import", new ImpactImport(program));
    line.addSubcommand("report", new ImpactReport(program));
    line.registerConverter(Duration.class, Spans::of);
    return line;
  }

  private static void add(
      CommandLine line, Program program, String word, String what, String example) {
    var question = new CommandLine(new ImpactOf(program, word));
    CommandLine.Model.UsageMessageSpec usage = question.getCommandSpec().usageMessage();
    usage.description(
        "Show which outcomes are lost, degraded and safe without %s.".formatted(what));
    String[] footer = usage.footer();
    String[] all = new String[footer.length + 3];
    System.arraycopy(footer, 0, all, 0, footer.length);
    all[footer.length] = "";
    all[footer.length + 1] = "Examples:";
    all[footer.length + 2] = "  sluice impact " + word + " " + example;
    usage.footer(all);
    line.addSubcommand(word, question);
  }
}
