package dev.sluice.cli;

import dev.sluice.cli.screen.BenchScreen.Figure;
import dev.sluice.cli.screen.BenchScreen.Group;
import dev.sluice.proving.lab.LabFolders;
import dev.sluice.proving.lab.Yardstick;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Proves of the example {@code kernel-sensor} against bare boots of its small guest. */
final class BenchSmall {
  private static final int BARE_BOOTS = 7;
  private static final int ROUNDS = 5;
  private static final int BOOTS = 3;
  private static final int RELEASES = 3;

  private final Path example = SourceTree.example("kernel-sensor");
  private final int cores;
  private final Clock clock;
  private final PrintStream progress;

  BenchSmall(int cores, Clock clock, PrintStream progress) {
    this.clock = clock;
    this.cores = Math.min(2, cores);
    this.progress = progress;
  }

  Duration yardstick(LabFolders folders) throws InterruptedException, IOException {
    var product = PipelineSource.valid(example.resolve("sluice.yaml"));
    Duration boot =
        Rounds.median(Yardstick.measure(product, folders, BARE_BOOTS, clock, progress::println));
    progress.println("small guest: " + boot.toMillis() + " ms, median of " + BARE_BOOTS);
    return boot;
  }

  Group measure(LabFolders folders, Path work) throws IOException, InterruptedException {
    Duration yardstick = yardstick(folders);
    double boot = yardstick.toMillis();
    Path all = example.resolve("sluice.yaml");
    Path one = withOneRelease(work.resolve("one"));
    List<String> bad = words("291-bad");
    List<String> fixed = words("291-fixed");
    TimedProve.make(all, work, fixed); // builds what is absent and warms the file cache
    Rounds panics = rounds("kernel panics", all, bad, Exit.NO, work);
    Rounds smoke = rounds("one combination", one, fixed, Exit.DONE, work);
    Rounds three = rounds("three combinations", all, fixed, Exit.DONE, work);
    long most = Stream.of(panics, smoke, three).mapToLong(Rounds::mostKib).max().orElseThrow();
    return new Group(
        "small guest (kernel-sensor)",
        yardstick,
        List.of(
            new Figure("kernel panics: verdict", panics.millis(), boot, 2.0, "ms", "one bare boot"),
            new Figure(
                "full smoke, one combination",
                smoke.millis(),
                BOOTS * boot,
                1.25,
                "ms",
                "its three bare boots"),
            new Figure(
                "full smoke, three releases",
                three.millis(),
                RELEASES * BOOTS * boot / cores,
                1.25,
                "ms",
                "its nine bare boots / " + cores + " cores"),
            new Figure("memory of the program", most / 1024.0, 200, 1.0, "MiB", "200 MiB")));
  }

  private List<String> words(String channel) {
    return List.of("channel", "291", example.resolve("channels/" + channel + ".bin").toString());
  }

  private Rounds rounds(String name, Path pipeline, List<String> words, int status, Path work)
      throws IOException, InterruptedException {
    return Rounds.of(new Rounds.Subject(name, pipeline, words, status), ROUNDS, work, progress);
  }

  /** The example with only the release that the field runs most. */
  private Path withOneRelease(Path to) throws IOException {
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
            Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
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
}
