package dev.sluice.cli;

import dev.sluice.cli.screen.BenchScreen;
import dev.sluice.cli.screen.BenchScreen.Group;
import dev.sluice.proving.lab.LabFolders;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
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
          + " from starting QEMU to the guest's answer and power-off. Measure on a machine that does"
          + " nothing else: some 25 minutes where guests are emulated."
    },
    footer = {
      "Exit status: 0 every ratio within its bound, 1 one is not, 3 could not tell.",
      "",
      "Examples:",
      "  sluice bench prove",
      "  sluice bench prove --guest small",
      "  sluice bench prove --json",
      "  sluice bench prove --yardstick-only     milliseconds, one whole number"
    })
final class BenchProve implements Callable<Integer> {
  private final Program program;

  @Option(names = "--yardstick-only", description = "The small guest's yardstick, in milliseconds.")
  private boolean yardstickOnly;

  @Option(
      names = "--guest",
      paramLabel = "KIND",
      description = "Only with these machines: ${COMPLETION-CANDIDATES}.")
  private @Nullable Guest guest;

  @Option(names = "--json", description = "As JSON on stdout.")
  private boolean json;

  @Mixin private Common common = new Common();

  BenchProve(Program program) {
    this.program = program;
  }

  /** What is booted. */
  enum Guest {
    /** The guest of the example kernel-sensor. */
    SMALL,
    /** The Debian 12 of the example clamav. */
    WHOLE;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Printer printer = program.printer(common);
    PrintStream progress = printer.err();
    LabFolders folders = program.folders().lab();
    var small = new BenchSmall(program.cores(), program.clock(), progress);
    if (yardstickOnly) {
      printer.out().println(small.yardstick(folders).toMillis());
      return Exit.DONE;
    }
    Path work = Files.createTempDirectory("sluice-bench-");
    // Measured proves are nobody's past runs.
    var apart = new LabFolders(folders.cache(), work.resolve("state"), folders.work());
    try {
      List<Group> groups = new ArrayList<>();
      if (guest != Guest.WHOLE) {
        groups.add(small.measure(apart, work));
      }
      if (guest != Guest.SMALL) {
        groups.add(new BenchWhole(program.cores(), program.clock(), progress, work).measure(apart));
      }
      if (json) {
        printer.out().print(BenchScreen.json(groups));
      } else {
        BenchScreen.table(groups, program.cores()).forEach(printer.out()::println);
      }
      return groups.stream().allMatch(Group::isWithin) ? Exit.DONE : Exit.NO;
    } finally {
      remove(work);
    }
  }

  static void remove(Path root) throws IOException {
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
