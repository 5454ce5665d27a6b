package dev.sluice.cli;

import dev.sluice.cli.screen.BenchScreen;
import dev.sluice.cli.screen.BenchScreen.Figure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice bench server}. */
@Command(
    name = "server",
    sortOptions = false,
    description = {
      "Measure a server's submissions and its log against a bare store on the same disk.",
      "",
      "Four clients submit 1 MB each time to a server in this process, over HTTP; the bare store has"
          + " four writers that do the same hash, the same syncs and one commit of SQLite. Then logs"
          + " of 10,000 events and more are written, asked and built again."
    },
    footer = {
      "Exit status: 0 every ratio within its bound, 1 one is not.",
      "",
      "Examples:",
      "  sluice bench server",
      "  sluice bench server --events 3000000",
      "  sluice bench server --json"
    })
final class BenchServer implements Callable<Integer> {
  private static final long USUAL_EVENTS = 1_000_000;

  private final Program program;

  @Option(
      names = "--events",
      paramLabel = "N",
      description = "The largest log, from 100,000 (usual: 1,000,000).")
  private long events = USUAL_EVENTS;

  @Option(names = "--json", description = "As JSON on stdout.")
  private boolean json;

  @Mixin private Common common = new Common();

  BenchServer(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Printer printer = program.printer(common);
    if (events < 100_000 || events > 10_000_000) {
      throw new Unusable("sluice bench server: --events takes 100000 to 10000000");
    }
    Path work = Files.createTempDirectory("sluice-bench-");
    try (JsonLog _ = JsonLog.on(printer.err())) {
      List<Figure> figures = new ArrayList<>();
      figures.addAll(new BenchSubmissions(program, work, printer.err()).measure());
      figures.addAll(new BenchLog(program.clock(), work, printer.err()).measure(events));
      if (json) {
        printer.out().print(BenchScreen.figures(figures));
      } else {
        BenchScreen.lines(figures).forEach(printer.out()::println);
      }
      return figures.stream().allMatch(Figure::isWithin) ? Exit.DONE : Exit.NO;
    } catch (SQLException e) {
      throw new IOException("the bare store failed: " + e.getMessage(), e);
    } finally {
      BenchProve.remove(work);
    }
  }
}
