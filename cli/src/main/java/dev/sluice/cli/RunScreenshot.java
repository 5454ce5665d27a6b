package dev.sluice.cli;

import dev.sluice.cli.screen.Plain;
import dev.sluice.proving.history.PastFile;
import dev.sluice.proving.history.PastRun;
import dev.sluice.proving.report.EvidenceFile;
import dev.sluice.proving.report.EvidenceFile.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice run screenshot}. */
@Command(
    name = "screenshot",
    sortOptions = false,
    description = {
      "Write what a run's display showed at the end, as PNG.",
      "",
      "Of a whole prove, the run that decided it is meant; without --boot its last boot that has one."
    },
    footer = {
      "Examples:",
      "  sluice run screenshot 8f3a-17.2",
      "  sluice run screenshot 8f3a-17.2 --boot 1 --out display.png"
    })
final class RunScreenshot implements Callable<Integer> {
  private static final String NAME = "sluice run screenshot";

  private final Program program;

  @Parameters(index = "0", paramLabel = "ID", description = "Of a run or a prove: sluice runs.")
  private String id = "";

  @Option(names = "--boot", paramLabel = "N", description = "Which boot of the run, from 1.")
  private int boot;

  @Option(names = "--out", paramLabel = "FILE", description = "Where to (default: ID.png here).")
  private @Nullable Path out;

  @Mixin private Common common = new Common();

  RunScreenshot(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() throws IOException {
    Printer printer = program.printer(common);
    var past = new PastRuns(program, NAME);
    PastRuns.Named named = past.ask(printer.err(), history -> past.withRun(history, id));
    PastRun run = named.run();
    List<EvidenceFile> screens =
        EvidenceFile.ofRun(
            EvidenceFile.of(run.files().stream().map(PastFile::name).toList(), run.name()),
            Kind.SCREEN);
    EvidenceFile chosen =
        screens.stream()
            .filter(screen -> boot == 0 || screen.boot() == boot)
            .reduce((a, b) -> b)
            .orElseThrow(
                () ->
                    new Unusable(
                        NAME
                            + ": no picture of run "
                            + run.id()
                            + (boot == 0 ? "" : ", boot " + boot)
                            + " was kept",
                        "  only machines with a display have one; sluice run logs "
                            + run.id()
                            + " shows the console"));
    Path from = named.prove().where().evidence().resolve(chosen.fileName());
    if (!Files.isRegularFile(from, LinkOption.NOFOLLOW_LINKS)) {
      throw new Unusable(NAME + ": " + Plain.of(from.toString()) + " is gone");
    }
    Path to = out == null ? Path.of(run.id() + ".png") : out;
    Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    printer.out().println("wrote " + Plain.of(to.toString()));
    return Exit.DONE;
  }
}
