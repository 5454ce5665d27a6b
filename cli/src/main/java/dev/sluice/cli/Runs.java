package dev.sluice.cli;

import dev.sluice.cli.screen.RunsScreen;
import dev.sluice.model.ArtifactName;
import dev.sluice.model.Version;
import dev.sluice.proving.history.Asked;
import dev.sluice.proving.history.PastRun;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice runs}. */
@Command(
    name = "runs",
    sortOptions = false,
    synopsisSubcommandLabel = "[COMMAND]",
    description = {
      "List past runs, newest first.",
      "",
      "Every sluice prove leaves them in a store on this machine (docs/reading-a-run.md). Times are"
          + " UTC."
    },
    footer = {
      "Examples:",
      "  sluice runs",
      "  sluice runs --failed --environment linux-6.1",
      "  sluice runs --candidate channel@291 --last 5 --json",
      "  sluice runs --controls --failed",
      "  sluice runs looked linux-6.1 --reason 'a backup ran on the host'",
      "  sluice runs prune --older-than 90d"
    })
final class Runs implements Callable<Integer> {
  private static final int MOST = 10_000;

  private final Program program;

  @Option(
      names = "--last",
      paramLabel = "N",
      description = "At most so many (default: ${DEFAULT-VALUE}).",
      defaultValue = "20")
  private int last = 20;

  @Option(names = "--failed", description = "Only those that failed or could not tell.")
  private boolean failed;

  @Option(names = "--environment", paramLabel = "NAME", description = "Only those in it.")
  private @Nullable String environment;

  @Option(
      names = "--candidate",
      paramLabel = "ARTIFACT[@VERSION]",
      description = "Only those of this artifact, or of this release.")
  private @Nullable String candidate;

  @Option(
      names = "--controls",
      description =
          "Those of negative controls (sluice prove --negative-controls), which are not listed"
              + " otherwise and count nowhere.")
  private boolean controls;

  @Option(names = "--json", description = "As JSON.")
  private boolean json;

  @Mixin private Common common = new Common();

  Runs(Program program) {
    this.program = program;
  }

  /** The command with those beneath it. */
  static CommandLine line(Program program) {
    return new CommandLine(new Runs(program))
        .addSubcommand("looked", new RunsLooked(program))
        .addSubcommand("prune", new RunsPrune(program));
  }

  @Override
  public Integer call() throws IOException {
    Printer printer = program.printer(common);
    Asked asked = asked();
    List<PastRun> runs =
        new PastRuns(program, "sluice runs").ask(printer.err(), history -> history.runs(asked));
    if (json) {
      printer.out().print(RunsJson.list(runs));
    } else {
      boolean narrowed = failed || environment != null || candidate != null;
      List<String> lines =
          runs.isEmpty()
              ? RunsScreen.none(narrowed, controls)
              : RunsScreen.list(runs, printer.outIsLive());
      lines.forEach(printer.out()::println);
    }
    return Exit.DONE;
  }

  private Asked asked() {
    if (last < 1 || last > MOST) {
      throw new Unusable("sluice runs: --last " + last + ": 1 to " + MOST);
    }
    int at = candidate == null ? -1 : candidate.indexOf('@');
    String artifact = candidate == null || at < 0 ? candidate : candidate.substring(0, at);
    String version = candidate == null || at < 0 ? null : candidate.substring(at + 1);
    if ((artifact != null && !ArtifactName.isValid(artifact))
        || (version != null && !Version.isValid(version))) {
      throw new Unusable(
          "sluice runs: --candidate: write ARTIFACT or ARTIFACT@VERSION, such as channel@291");
    }
    return new Asked(last, failed, controls, environment, artifact, version);
  }
}
