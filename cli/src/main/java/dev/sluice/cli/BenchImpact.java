package dev.sluice.cli;

import dev.sluice.cli.screen.ImpactBenchScreen;
import dev.sluice.cli.screen.ImpactBenchScreen.Row;
import dev.sluice.model.file.FileText;
import dev.sluice.model.impact.Difference;
import dev.sluice.model.impact.Impact;
import dev.sluice.model.outcome.Outcomes;
import dev.sluice.model.outcome.OutcomesFile;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice bench impact}. */
@Command(
    name = "impact",
    sortOptions = false,
    description = {
      "Measure questions after outcomes against reading and checking the file, as it grows.",
      "",
      "Made-up places of 100 to 10,000 things with some five needs each, of which one in",
      "twenty is bridged for a while; medians of three runs in one process. Bounds: single",
      "failures and diff 3 times the reading, pairs 100 times."
    },
    footer = {
      "Exit status: 0 every ratio within its bound, 1 one is not.",
      "",
      "Examples:",
      "  sluice bench impact",
      "  sluice bench impact --json"
    })
final class BenchImpact implements Callable<Integer> {
  private static final int[] SIZES = {100, 300, 1_000, 3_000, 10_000};
  private static final int RUNS = 3;
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 25);

  private final Program program;

  @Option(names = "--json", description = "As JSON on stdout.")
  private boolean json;

  @Mixin private Common common = new Common();

  BenchImpact(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() {
    Printer printer = program.printer(common);
    List<Row> rows = new ArrayList<>();
    for (int size : SIZES) {
      rows.add(measure(size, printer.err()));
    }
    if (json) {
      printer.out().print(ImpactBenchScreen.json(rows));
    } else {
      ImpactBenchScreen.table(rows).forEach(printer.out()::println);
    }
    return rows.stream().allMatch(Row::isWithin) ? Exit.DONE : Exit.NO;
  }

  private static Row measure(int size, PrintStream progress) {
    LargePlace.Made made = LargePlace.of(size, false);
    byte[] old = made.text().getBytes(StandardCharsets.UTF_8);
    byte[] fresh = LargePlace.of(size, true).text().getBytes(StandardCharsets.UTF_8);
    Outcomes before = read(old);
    Outcomes after = read(fresh);
    progress.println(
        "%,d things, %,d needs, %,d outcomes".formatted(size, made.needs(), made.outcomes()));
    return new Row(
        size,
        made.needs(),
        made.outcomes(),
        old.length,
        median("reading", progress, () -> read(old)),
        median("single failures", progress, () -> Impact.of(before, TODAY).singlePoints()),
        median(
            "diff",
            progress,
            () -> Difference.of(Impact.of(before, TODAY), Impact.of(after, TODAY))),
        median("pairs", progress, () -> Impact.of(before, TODAY).pairs()),
        Impact.of(before, TODAY).pairs().all());
  }

  private static Outcomes read(byte[] file) {
    return switch (OutcomesFile.parse("outcomes.yaml", file)) {
      case FileText.Read<Outcomes>(var outcomes) -> outcomes;
      case FileText.Refused<Outcomes>(var problems) ->
          throw new IllegalStateException(problems.getFirst().message());
    };
  }

  private static Duration median(String what, PrintStream progress, Callable<?> work) {
    long[] took = new long[RUNS];
    for (int run = -1; run < RUNS; run++) {
      long from = System.nanoTime();
      try {
        if (work.call() == null) {
          throw new IllegalStateException("nothing was made");
        }
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IllegalStateException("reading memory cannot fail", e);
      }
      // The first run is the warm-up.
      if (run >= 0) {
        took[run] = System.nanoTime() - from;
      }
    }
    Arrays.sort(took);
    Duration median = Duration.ofNanos(took[RUNS / 2]);
    progress.println("  %s: %,d ms".formatted(what, median.toMillis()));
    return median;
  }
}
