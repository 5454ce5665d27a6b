package dev.sluice.cli;

import dev.sluice.cli.screen.Plain;
import dev.sluice.cli.screen.RunScreen;
import dev.sluice.proving.history.PastProve;
import dev.sluice.proving.report.ProveReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice run show}. */
@Command(
    name = "show",
    sortOptions = false,
    description = {
      "Show what a past run or a whole prove came to.",
      "",
      "Checks with their times, what decided, and where the evidence lies."
    },
    footer = {
      "Examples:",
      "  sluice run show 8f3a-17",
      "  sluice run show 8f3a-17.2 --json",
      "  sluice run show 8f3a-17 --html report.html"
    })
final class RunShow implements Callable<Integer> {
  private static final String NAME = "sluice run show";

  private final Program program;

  @Parameters(index = "0", paramLabel = "ID", description = "Of a run or a prove: sluice runs.")
  private String id = "";

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Write the prove's page there: one file that needs nothing else.")
  private @Nullable Path html;

  @Option(names = "--json", description = "As JSON.")
  private boolean json;

  @Mixin private Common common = new Common();

  RunShow(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() throws IOException {
    Printer printer = program.printer(common);
    var past = new PastRuns(program, NAME);
    PastRuns.Named named = past.ask(printer.err(), history -> past.named(history, id));
    if (html != null) {
      copyPage(named.prove(), html);
    }
    if (json) {
      printer.out().print(RunsJson.prove(named.prove(), named.number()));
    } else if (named.number() == 0) {
      RunScreen.prove(named.prove(), printer.outIsLive()).forEach(printer.out()::println);
    } else {
      RunScreen.run(named.prove(), named.run(), printer.outIsLive())
          .forEach(printer.out()::println);
    }
    if (html != null) {
      printer.err().println("wrote " + Plain.of(html.toString()));
    }
    return Exit.DONE;
  }

  private static void copyPage(PastProve prove, Path to) throws IOException {
    Path page = prove.where().evidence().resolve(ProveReport.PAGE);
    if (prove.candidate().goesRed() != null) {
      throw new Unusable(
          NAME + ": " + prove.id() + " is a negative control, of which no page is made",
          "  sluice run show " + prove.id() + " tells what it showed");
    }
    if (!Files.isRegularFile(page)) {
      throw new Unusable(
          NAME + ": the page of prove " + prove.id() + " is gone",
          "  it was " + Plain.of(page.toString()));
    }
    Files.copy(page, to, StandardCopyOption.REPLACE_EXISTING);
  }
}
