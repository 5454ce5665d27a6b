package dev.sluice.cli;

import dev.sluice.cli.screen.BenchScreen;
import dev.sluice.cli.screen.BenchScreen.Figure;
import dev.sluice.proving.lab.Product;
import dev.sluice.proving.lab.Yardstick;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice bench prove}. */
@Command(
    name = "prove",
    sortOptions = false,
    description = {
      "Measure whole proves, from the command's start to its end, against the yardstick.",
      "",
      "The yardstick is the median bare boot of the same guest on the same machine in the same run:"
          + " from starting QEMU to user space and power-off. Measure on a machine that does"
          + " nothing else."
    },
    footer = {
      "Exit status: 0 every ratio within its bound, 1 one is not, 3 could not tell.",
      "",
      "Examples:",
      "  sluice bench prove",
      "  sluice bench prove --json",
      "  sluice bench prove --yardstick-only     milliseconds, one whole number"
    })
final class BenchProve implements Callable<Integer> {
  private static final int BARE_BOOTS = 7;
  private static final int ROUNDS = 5;
  private static final int BOOTS = 3;
  private static final int RELEASES = 3;
  private static final Duration LOOK = Duration.ofMillis(20);

  private final Program program;

  @Option(names = "--yardstick-only", description = "The yardstick alone, in milliseconds.")
  private boolean yardstickOnly;

  @Option(names = "--json", description = "As JSON on stdout.")
  private boolean json;

  @Mixin private Common common = new Common();

  BenchProve(Program program) {
    this.program = program;
  }

  /** One whole command: how long, and the most memory it held. */
  private record Timed(Duration took, long mostKib, int status) {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    Printer printer = program.printer(common);
    PrintStream progress = printer.err();
    Path example = SourceTree.kernelSensor();
    Product product = PipelineSource.valid(example.resolve("sluice.yaml"));
    Duration yardstick =
        median(
            Yardstick.measure(
                product, program.folders().lab(), BARE_BOOTS, program.clock(), progress::println));
    if (yardstickOnly) {
      printer.out().println(yardstick.toMillis());
      return Exit.DONE;
    }
    progress.println("yardstick: " + yardstick.toMillis() + " ms, median of " + BARE_BOOTS);
    Path work = Files.createTempDirectory("sluice-bench-");
    try {
      List<Figure> figures = measure(example, work, yardstick, progress);
      if (json) {
        printer.out().print(BenchScreen.json(yardstick, figures));
      } else {
        BenchScreen.table(yardstick, figures, program.cores()).forEach(printer.out()::println);
      }
      return figures.stream().allMatch(Figure::isWithin) ? Exit.DONE : Exit.NO;
    } finally {
      remove(work);
    }
  }

  private List<Figure> measure(Path example, Path work, Duration yardstick, PrintStream progress)
      throws IOException, InterruptedException {
    Path all = example.resolve("sluice.yaml");
    Path one = withOneRelease(example, work.resolve("one"));
    String bad = example.resolve("channels/291-bad.bin").toString();
    String fixed = example.resolve("channels/291-fixed.bin").toString();
    prove(all, fixed, work, 0); // builds what is absent and warms the file cache
    List<Timed> panics = rounds("kernel panics", all, bad, work, Exit.NO, progress);
    List<Timed> smoke = rounds("one combination", one, fixed, work, Exit.DONE, progress);
    List<Timed> three = rounds("three combinations", all, fixed, work, Exit.DONE, progress);
    double boot = yardstick.toMillis();
    long most =
        List.of(panics, smoke, three).stream()
            .flatMap(List::stream)
            .mapToLong(Timed::mostKib)
            .max()
            .orElse(0);
    return List.of(
        new Figure("kernel panics: verdict", millis(panics), boot, 2.0, "ms", "one bare boot"),
        new Figure(
            "full smoke, one combination",
            millis(smoke),
            BOOTS * boot,
            1.25,
            "ms",
            "its three bare boots"),
        new Figure(
            "full smoke, three releases",
            millis(three),
            RELEASES * BOOTS * boot / Math.min(2, program.cores()),
            1.25,
            "ms",
            "its nine bare boots / " + Math.min(2, program.cores()) + " cores"),
        new Figure("memory of the program", most / 1024.0, 200, 1.0, "MiB", "200 MiB"));
  }

  private static double millis(List<Timed> rounds) {
    return median(rounds.stream().map(Timed::took).toList()).toMillis();
  }

  private List<Timed> rounds(
      String what, Path pipeline, String file, Path work, int status, PrintStream progress)
      throws IOException, InterruptedException {
    List<Timed> rounds = new ArrayList<>();
    for (int i = 0; i < ROUNDS; i++) {
      Timed timed = prove(pipeline, file, work, i);
      if (timed.status() != status) {
        throw new Unusable(
            "sluice bench: "
                + what
                + " ended with status "
                + timed.status()
                + " instead of "
                + status
                + "; see what it says by hand:",
            "  sluice prove channel 291 " + file + " --pipeline " + pipeline);
      }
      progress.println(what + ": " + timed.took().toMillis() + " ms");
      rounds.add(timed);
    }
    return rounds;
  }

  private static Timed prove(Path pipeline, String file, Path work, int round)
      throws IOException, InterruptedException {
    long from = System.nanoTime();
    Process process =
        new ProcessBuilder(
                SourceTree.root().resolve("sluice").toString(),
                "prove",
                "channel",
                "291",
                file,
                "--pipeline",
                pipeline.toString(),
                "--out",
                work.resolve("out-" + round).toString())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    long most = 0;
    while (!process.waitFor(LOOK)) {
      most = Math.max(most, mostKib(process.pid()));
    }
    return new Timed(Duration.ofNanos(System.nanoTime() - from), most, process.exitValue());
  }

  /** The launcher becomes the JVM, so the process is the program itself. */
  private static long mostKib(long pid) {
    try {
      Matcher peak =
          Pattern.compile("VmHWM:\\s+([0-9]+) kB")
              .matcher(Files.readString(Path.of("/proc/" + pid + "/status")));
      return peak.find() ? Long.parseLong(peak.group(1)) : 0;
    } catch (IOException e) {
      return 0; // it has just ended; an earlier look has its peak
    }
  }

  /** The example with only the release that the field runs most. */
  private static Path withOneRelease(Path example, Path to) throws IOException {
    Files.walkFileTree(
        example,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            if (folder.endsWith("out")) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            Files.createDirectories(to.resolve(example.relativize(folder)));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Path copy = to.resolve(example.relativize(file));
            Files.copy(file, copy, java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
            return FileVisitResult.CONTINUE;
          }
        });
    Path pipeline = to.resolve("sluice.yaml");
    List<String> lines =
        Files.readAllLines(pipeline).stream()
            .filter(line -> !line.matches("\\s+\"7\\.1[16]\":.*"))
            .toList();
    Files.write(pipeline, lines);
    return pipeline;
  }

  private static Duration median(List<Duration> times) {
    return times.stream().sorted().toList().get(times.size() / 2);
  }

  private static void remove(Path root) throws IOException {
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e)
              throws IOException {
            Files.delete(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
