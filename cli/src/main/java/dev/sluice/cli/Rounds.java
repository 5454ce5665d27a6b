package dev.sluice.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The same prove several times, one after the other. */
record Rounds(List<TimedProve> proves) {
  Rounds {
    proves = List.copyOf(proves);
  }

  /**
   * What is measured.
   *
   * @param words after {@code sluice prove}
   * @param status that each must end with
   */
  record Subject(String name, Path pipeline, List<String> words, int status) {}

  /** Makes the rounds; a prove that ends otherwise than it must is not a measurement. */
  static Rounds of(Subject subject, int count, Path work, PrintStream progress)
      throws IOException, InterruptedException {
    List<TimedProve> proves = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      TimedProve timed = TimedProve.make(subject.pipeline(), work, subject.words());
      if (timed.status() != subject.status()) {
        throw new Unusable(
            "sluice bench: "
                + subject.name()
                + " ended with status "
                + timed.status()
                + " instead of "
                + subject.status()
                + "; see what it says by hand:",
            "  sluice prove "
                + String.join(" ", subject.words())
                + " --pipeline "
                + subject.pipeline());
      }
      progress.println(
          String.format(
              Locale.ROOT,
              "%s: %d ms, %d ms of processor time",
              subject.name(),
              timed.took().toMillis(),
              timed.cpu().toMillis()));
      proves.add(timed);
    }
    return new Rounds(proves);
  }

  /** The median, in milliseconds. */
  double millis() {
    return median(proves.stream().map(TimedProve::took).toList()).toMillis();
  }

  /** The median of the processor time, in milliseconds. */
  double cpuMillis() {
    return median(proves.stream().map(TimedProve::cpu).toList()).toMillis();
  }

  long mostKib() {
    return proves.stream().mapToLong(TimedProve::mostKib).max().orElse(0);
  }

  static Duration median(List<Duration> times) {
    return times.stream().sorted().toList().get(times.size() / 2);
  }
}
