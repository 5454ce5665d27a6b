package dev.sluice.cli;

import dev.sluice.cli.screen.BenchScreen.Figure;
import dev.sluice.cli.screen.BenchScreen.Group;
import dev.sluice.proving.lab.LabFolders;
import dev.sluice.proving.lab.Yardstick;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Proves on whole machines, the Debian 12 of the example {@code clamav}, against cold boots of the
 * same machine. Pipelines of one environment are cut from the example's.
 */
final class BenchWhole {
  private static final int COLD_BOOTS = 3;
  private static final int ROUNDS = 3;
  private static final int BOOTS = 3;
  private static final int DATES = 5;
  private static final int COMBINATIONS = 8;

  private final Path example = SourceTree.example("clamav");
  private final int cores;
  private final Clock clock;
  private final PrintStream progress;
  private final Path work;

  BenchWhole(int cores, Clock clock, PrintStream progress, Path work) {
    this.clock = clock;
    this.cores = Math.min(2, cores);
    this.progress = progress;
    this.work = work;
  }

  Group measure(LabFolders folders) throws IOException, InterruptedException {
    Path undated = pipeline("undated", 1, false);
    Path dated = pipeline("dated", 1, true);
    Path eight = pipeline("eight", COMBINATIONS, false);
    Path breaker = breaker();
    Duration yardstick =
        Rounds.median(
            Yardstick.measure(
                PipelineSource.valid(undated), folders, COLD_BOOTS, clock, progress::println));
    progress.println("whole machine: " + yardstick.toMillis() + " ms, median of " + COLD_BOOTS);
    double boot = yardstick.toMillis();
    List<String> good = set("good");
    // Makes what is kept warm, once.
    for (Path pipeline : List.of(undated, eight)) {
      TimedProve.make(pipeline, work, set("malformed-short-hex"));
    }
    TimedProve.make(breaker, work, broken("no-init"));
    Rounds noInit = rounds("init is missing", breaker, broken("no-init"), Exit.NO);
    Rounds panic = rounds("panics at boot", breaker, broken("panic"), Exit.NO);
    Rounds load = rounds("fails at load", undated, set("malformed-short-hex"), Exit.NO);
    Rounds smoke = rounds("full smoke", undated, good, Exit.DONE);
    Rounds dates = rounds("full smoke and dates", dated, good, Exit.DONE);
    // One round of minutes, whose length hangs on nothing that another round would even out.
    Rounds many = rounds("eight combinations", eight, good, Exit.DONE, 1);
    return new Group(
        "whole machine (Debian 12 with ClamAV)",
        yardstick,
        List.of(
            new Figure("no init: verdict", noInit.millis(), boot, 1.5, "ms", "one cold boot"),
            new Figure("panics at boot: verdict", panic.millis(), boot, 1.5, "ms", "one cold boot"),
            new Figure("fails at load: verdict", load.millis(), boot, 0.25, "ms", "one cold boot"),
            new Figure(
                "full smoke, one combination",
                smoke.millis(),
                BOOTS * boot,
                1.3,
                "ms",
                "its three cold boots and shutdowns"),
            new Figure(
                "each of " + DATES + " dates",
                (dates.millis() - smoke.millis()) / DATES,
                boot,
                0.3,
                "ms",
                "one cold boot"),
            new Figure(
                "eight combinations",
                many.millis(),
                many.cpuMillis() / cores,
                1.25,
                "ms",
                "their processor time / " + cores + " cores")));
  }

  private Rounds rounds(String name, Path pipeline, List<String> words, int status)
      throws IOException, InterruptedException {
    return rounds(name, pipeline, words, status, ROUNDS);
  }

  private Rounds rounds(String name, Path pipeline, List<String> words, int status, int times)
      throws IOException, InterruptedException {
    return Rounds.of(new Rounds.Subject(name, pipeline, words, status), times, work, progress);
  }

  private List<String> set(String name) {
    return List.of("signatures", "2", example.resolve("signatures/" + name + ".tar").toString());
  }

  private List<String> broken(String how) {
    return List.of("system", "2", work.resolve("breaker/" + how + ".sh").toString());
  }

  /** The example with its Debian 12 alone, so many times under other names. */
  private Path pipeline(String name, int environments, boolean dates) throws IOException {
    Path folder = Files.createDirectories(work.resolve(name));
    for (String part : List.of("guest", "packages", "samples", "signatures")) {
      copy(example.resolve(part), folder.resolve(part));
    }
    String names =
        IntStream.range(0, environments)
            .mapToObj(BenchWhole::environmentName)
            .collect(Collectors.joining(", "));
    List<String> lines = new ArrayList<>();
    List<String> environment = new ArrayList<>();
    String block = "";
    for (String line : Files.readAllLines(example.resolve("sluice.yaml"))) {
      if (line.matches("  debian-1[12]:")) {
        block = line.strip();
      } else if (line.matches("[a-z].*")) {
        block = "";
      }
      if (block.equals("debian-12:")) {
        environment.add(line);
      } else if (block.isEmpty() && !line.contains("debian-11") && keeps(line, dates)) {
        lines.add(line.replace("installed-in: debian-12", "installed-in: [" + names + "]"));
      }
    }
    int at = lines.indexOf("environments:") + 1;
    for (int i = environments - 1; i >= 0; i--) {
      List<String> renamed = new ArrayList<>(environment);
      renamed.set(0, "  " + environmentName(i) + ":");
      lines.addAll(at, renamed);
    }
    return Files.write(folder.resolve("sluice.yaml"), lines);
  }

  private static boolean keeps(String line, boolean dates) {
    return dates || !line.contains("survives-dates");
  }

  private static String environmentName(int number) {
    return "debian-12" + (char) ('a' + number);
  }

  /** Releases that are scripts, so that one can do to the machine whatever is to be measured. */
  private Path breaker() throws IOException {
    Path folder = Files.createDirectories(work.resolve("breaker"));
    Files.writeString(folder.resolve("debian.txt"), "12\n");
    Files.writeString(folder.resolve("1.sh"), "echo 1 > /var/lib/breaker\n");
    Files.writeString(
        folder.resolve("no-init.sh"),
        "echo 2 > /var/lib/breaker\nrm -f /usr/lib/systemd/systemd\n");
    Files.writeString(
        folder.resolve("panic.sh"),
        "echo 2 > /var/lib/breaker\n"
            + "printf '[Service]\\nExecStart=/bin/sh -c \"echo c > /proc/sysrq-trigger\"\\n"
            + "[Install]\\nWantedBy=multi-user.target\\n' > /etc/systemd/system/breaker.service\n"
            + "ln -s ../breaker.service /etc/systemd/system/multi-user.target.wants/\n");
    return Files.writeString(
        folder.resolve("sluice.yaml"),
        """
        sluice: 1
        product: breaker
        artifacts:
          debian:
            kind: application
            releases: { "12": { file: debian.txt, installed-in: debian-12 } }
            verbs: { take: [sh], in-force: [cat, /var/lib/breaker] }
          system:
            kind: data
            for: debian
            releases: { "1": 1.sh }
            known-bad: [ { release: "2", file: no-init.sh, goes-red: boots } ]
        environments:
          debian-12:
            driver: qemu
            image: { debian: { suite: bookworm } }
            memory: 384 MiB
            stands-for: { os: debian }
        suites:
          smoke:
            - { command: [test, -s, /var/lib/breaker], name: is-there, stands-for: catches }
            - { command: [test, -s, /etc/debian_version], name: is-debian, stands-for: leaves-alone }
        """);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file)));
      }
    }
  }
}
