package dev.sluice.cli;

import dev.sluice.cli.screen.LogsScreen;
import dev.sluice.cli.screen.Plain;
import dev.sluice.proving.history.History;
import dev.sluice.proving.history.PastFile;
import dev.sluice.proving.history.PastRun;
import dev.sluice.proving.page.ConsoleText;
import dev.sluice.proving.report.EvidenceFile;
import dev.sluice.proving.report.EvidenceFile.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice run logs}. */
@Command(
    name = "logs",
    sortOptions = false,
    description = {
      "Print a boot's console, the first abnormal line marked.",
      "",
      "What a guest wrote is cleaned of control characters. Of a whole prove, the run that decided it"
          + " is meant; without --boot its last boot."
    },
    footer = {
      "Examples:",
      "  sluice run logs 8f3a-17.2",
      "  sluice run logs 8f3a-17.2 --beside | less",
      "  sluice run logs 8f3a-17.2 --boot 1 --channel"
    })
final class RunLogs implements Callable<Integer> {
  private static final String NAME = "sluice run logs";
  private static final int MOST_BYTES = 2 * 1024 * 1024;
  private static final int NARROW = 120;
  private static final int WIDEST = 400;

  private final Program program;

  @Parameters(index = "0", paramLabel = "ID", description = "Of a run or a prove: sluice runs.")
  private String id = "";

  @Option(names = "--boot", paramLabel = "N", description = "Which boot of the run, from 1.")
  private int boot;

  @Option(
      names = "--beside",
      description = "Beside it the same boot of the control run, else of the last run that passed.")
  private boolean beside;

  @Option(
      names = "--channel",
      description = "Instead of the console, what was asked and answered on the guest channel.")
  private boolean channel;

  @Option(names = "--json", description = "As JSON.")
  private boolean json;

  @Mixin private Common common = new Common();

  RunLogs(Program program) {
    this.program = program;
  }

  /** A console with where it is from. */
  private record Read(Path file, ConsoleText text) {}

  @Override
  public Integer call() throws IOException {
    if (boot < 0 || (channel && beside)) {
      throw new Unusable(
          boot < 0
              ? NAME + ": --boot " + boot + ": boots count from 1"
              : NAME + ": --beside compares consoles: leave out --channel");
    }
    Printer printer = program.printer(common);
    var past = new PastRuns(program, NAME);
    return past.ask(printer.err(), history -> print(printer, past, history));
  }

  private int print(Printer printer, PastRuns past, History history) throws IOException {
    PastRuns.Named named = past.withRun(history, id);
    PastRun run = named.run();
    Path folder = named.prove().where().evidence();
    List<EvidenceFile> files = files(run);
    EvidenceFile chosen = chosen(files, run);
    Path file = folder.resolve(chosen.fileName());
    if (channel) {
      return printChannel(printer, run, file);
    }
    Read own = read(file).orElseThrow(() -> gone(run, folder));
    int number = EvidenceFile.ofRun(files, Kind.CONSOLE).indexOf(chosen);
    Optional<Read> passed = passed(history, run, folder, chosen, files, number);
    ConsoleText other = passed.map(Read::text).orElse(new ConsoleText(List.of()));
    OptionalInt abnormal = own.text().firstAbnormal(other);
    if (json) {
      printer
          .out()
          .print(
              RunsJson.log(
                  run,
                  own.file(),
                  own.text().lines(),
                  abnormal,
                  beside && passed.isPresent() ? passed.get().file() : null));
      return Exit.DONE;
    }
    if (beside && passed.isEmpty()) {
      printer
          .err()
          .println(NAME + ": no run that passed left this boot's console, so nothing is beside it");
    }
    List<String> lines =
        beside && passed.isPresent()
            ? LogsScreen.beside(
                own.text(), other, abnormal, program.columns(NARROW, WIDEST), printer.outIsLive())
            : LogsScreen.console(own.text(), abnormal, printer.outIsLive());
    lines.forEach(printer.out()::println);
    printer.err().println(Plain.of(own.file().toString()));
    passed.filter(_ -> beside).ifPresent(p -> printer.err().println(Plain.of(p.file().toString())));
    return Exit.DONE;
  }

  private int printChannel(Printer printer, PastRun run, Path file) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) > MOST_BYTES) {
      throw gone(run, file);
    }
    List<String> lines =
        LogsScreen.channel(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
    if (json) {
      printer.out().print(RunsJson.log(run, file, lines, OptionalInt.empty(), null));
    } else {
      lines.forEach(printer.out()::println);
    }
    return Exit.DONE;
  }

  private static Unusable gone(PastRun run, Path where) {
    return new Unusable(
        NAME + ": the evidence of run " + run.id() + " is gone",
        "  it was in " + Plain.of(where.toString()));
  }

  private static List<EvidenceFile> files(PastRun run) {
    return EvidenceFile.of(run.files().stream().map(PastFile::name).toList(), run.name());
  }

  private EvidenceFile chosen(List<EvidenceFile> files, PastRun run) {
    List<EvidenceFile> boots = EvidenceFile.ofRun(files, channel ? Kind.CHANNEL : Kind.CONSOLE);
    if (boots.isEmpty()) {
      throw new Unusable(NAME + ": run " + run.id() + " started no machine, so there is no log");
    }
    if (boot > boots.size()) {
      throw new Unusable(
          NAME + ": run " + run.id() + " has no boot " + boot + "; it made " + boots.size());
    }
    return boot == 0 ? boots.getLast() : boots.get(boot - 1);
  }

  private static Optional<Read> read(Path file) throws IOException {
    return ConsoleText.read(file).map(text -> new Read(file, text));
  }

  private static Optional<Read> passed(
      History history,
      PastRun run,
      Path folder,
      EvidenceFile chosen,
      List<EvidenceFile> files,
      int number)
      throws IOException {
    Optional<EvidenceFile> control = chosen.inControl(files);
    if (control.isPresent()) {
      Optional<Read> read = read(folder.resolve(control.get().fileName()));
      if (read.isPresent()) {
        return read;
      }
    }
    Optional<PastRun> last =
        history.lastPass(
            run.subject().product(),
            run.place().environment(),
            run.place().counterpart(),
            run.at());
    if (last.isEmpty()) {
      return Optional.empty();
    }
    List<EvidenceFile> boots = EvidenceFile.ofRun(files(last.get()), Kind.CONSOLE);
    @Nullable Path evidence =
        history.prove(last.get().id().prove()).map(p -> p.where().evidence()).orElse(null);
    return evidence == null || boots.size() <= number
        ? Optional.empty()
        : read(evidence.resolve(boots.get(number).fileName()));
  }
}
