package dev.sluice.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One whole {@code sluice prove} as a process of its own, from start to end.
 *
 * @param cpu processor time of the program and of all that it started
 * @param mostKib the most memory that the program itself held
 */
record TimedProve(Duration took, Duration cpu, long mostKib, int status) {
  private static final Duration LOOK = Duration.ofMillis(20);
  private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+([0-9]+) kB");

  /** As {@code times} of a POSIX shell has it. */
  private static final Pattern TIMES = Pattern.compile("([0-9]{1,6})m([0-9.]{1,12})s");

  /** Makes one prove; what it says is thrown away. */
  static TimedProve make(Path pipeline, Path work, List<String> words)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>();
    all.addAll(List.of("sh", "-c", "\"$@\" >/dev/null 2>&1; s=$?; times; exit $s", "sh"));
    all.addAll(List.of(SourceTree.root().resolve("sluice").toString(), "prove"));
    all.addAll(words);
    all.addAll(List.of("--pipeline", pipeline.toString()));
    all.addAll(List.of("--out", work.resolve("out").toString()));
    long from = System.nanoTime();
    Process process =
        new ProcessBuilder(all).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    process.getOutputStream().close();
    long most = 0;
    while (!process.waitFor(LOOK)) {
      most = Math.max(most, process.children().mapToLong(c -> mostKib(c.pid())).max().orElse(0));
    }
    Duration took = Duration.ofNanos(System.nanoTime() - from);
    String times = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new TimedProve(took, cpu(times), most, process.exitValue());
  }

  /** The second line is the children's: user time, then the system's. */
  private static Duration cpu(String times) {
    double seconds = TIMES.matcher(times).results().skip(2).mapToDouble(TimedProve::seconds).sum();
    return Duration.ofMillis(Math.round(1000 * seconds));
  }

  private static double seconds(MatchResult time) {
    return 60 * Double.parseDouble(time.group(1)) + Double.parseDouble(time.group(2));
  }

  /** The launcher becomes the JVM, so the process is the program itself. */
  private static long mostKib(long pid) {
    try {
      Matcher peak = PEAK.matcher(Files.readString(Path.of("/proc/" + pid + "/status")));
      return peak.find() ? Long.parseLong(peak.group(1)) : 0;
    } catch (IOException e) {
      return 0; // it has just ended; an earlier look has its peak
    }
  }
}
