package dev.sluice.cli;

import dev.sluice.cli.screen.ImpactBenchScreen;
import dev.sluice.cli.screen.ImpactBenchScreen.Row;
import dev.sluice.model.file.FileText;
import dev.sluice.model.impact.Difference;
import dev.sluice.model.impact.Impact;
import dev.sluice.model.impact.Pairs;
import dev.sluice.model.outcome.Outcomes;
import dev.sluice.model.outcome.OutcomesFile;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
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
      "twenty is bridged for a while, in one process; medians of three runs, but of what takes",
      "longer than 2 seconds a single one. Bounds: single failures and diff 3 times the reading,",
      "pairs 100 times."
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
  private static final Duration LONG = Duration.ofSeconds(2);
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
        String.format(
            Locale.ROOT,
            "%,d things, %,d needs, %,d outcomes",
            size,
            made.needs(),
            made.outcomes()));
    Duration reading = timed("reading", progress, () -> read(old)).took();
    Duration single =
        timed("single failures", progress, () -> Impact.of(before, TODAY).singlePoints()).took();
    Duration difference =
        timed(
                "diff",
                progress,
                () -> Difference.of(Impact.of(before, TODAY), Impact.of(after, TODAY)))
            .took();
    Timed<Pairs> pairs = timed("pairs", progress, () -> Impact.of(before, TODAY).pairs());
    return new Row(
        size,
        made.needs(),
        made.outcomes(),
        old.length,
        reading,
        single,
        difference,
        pairs.took(),
        pairs.made().all());
  }

  private static Outcomes read(byte[] file) {
    return switch (OutcomesFile.parse("outcomes.yaml", file)) {
      case FileText.Read<Outcomes>(var outcomes) -> outcomes;
      case FileText.Refused<Outcomes>(var problems) ->
          throw new IllegalStateException(problems.getFirst().message());
    };
  }

  /** What was made, and how long it took. */
  private record Timed<T>(T made, Duration took) {}

  /** The median of some runs after one that warms up; of work that takes long, that one run. */
  private static <T> Timed<T> timed(String what, PrintStream progress, Supplier<T> work) {
    Timed<T> last = time(work);
    Duration median = last.took();
    if (median.compareTo(LONG) < 0) {
      List<Duration> took = new ArrayList<>();
      for (int run = 0; run < RUNS; run++) {
        last = time(work);
        took.add(last.took());
      }
      median = Rounds.median(took);
    }
    progress.println(String.format(Locale.ROOT, "  %s: %,d ms", what, median.toMillis()));
    return new Timed<>(last.made(), median);
  }

  private static <T> Timed<T> time(Supplier<T> work) {
    long from = System.nanoTime();
    T made = work.get();
    return new Timed<>(made, Duration.ofNanos(System.nanoTime() - from));
  }
}
