package dev.sluice.proving.environment;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How long recent boots of one image took on this host, from which deadlines and predictions come.
 * Kept as text, one whole number of milliseconds a line. Safe for several threads.
 */
public final class MeasuredBoots {
  private static final int KEPT = 15;
  private static final Duration SHORTEST = Duration.ofSeconds(20);

  /** For an image that was never booted here. */
  private static final Duration UNKNOWN = Duration.ofMinutes(2);

  private final Path file;
  private final List<Long> millis = new ArrayList<>();

  public MeasuredBoots(Path file) {
    this.file = file;
    try {
      if (Files.exists(file)) {
        Files.readAllLines(file, StandardCharsets.ISO_8859_1).stream()
            .filter(line -> line.matches("[0-9]{1,9}"))
            .limit(KEPT)
            .forEach(line -> millis.add(Long.valueOf(line)));
      }
    } catch (IOException e) {
      throw new EnvironmentException("could not read " + file + ": " + e.getMessage(), e);
    }
  }

  public synchronized Optional<Duration> median() {
    return millis.isEmpty()
        ? Optional.empty()
        : Optional.of(Duration.ofMillis(millis.stream().sorted().toList().get(millis.size() / 2)));
  }

  public synchronized void add(Duration boot) {
    millis.add(boot.toMillis());
    while (millis.size() > KEPT) {
      millis.removeFirst();
    }
  }

  /** Two provers at once each write a whole file; the later one wins, and either is right. */
  public synchronized void save() {
    try {
      Files.createDirectories(file.getParent());
      Path temporary = Files.createTempFile(file.getParent(), "boots", ".tmp");
      Files.write(temporary, millis.stream().map(String::valueOf).toList());
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new EnvironmentException("could not write " + file + ": " + e.getMessage(), e);
    }
  }

  /**
   * How long silence may last: at least ten times the median, since a slow host must not become a
   * failed candidate; never under 20 s; stretched by how far the host is loaded beyond its cores.
   *
   * @param median of recent boots; null when there were none
   * @param loadPerCore one-minute load average divided by the number of cores
   */
  public static Duration deadline(@Nullable Duration median, double loadPerCore) {
    Duration quiet = median == null ? UNKNOWN : max(median.multipliedBy(10), SHORTEST);
    double stretch = Math.clamp(loadPerCore, 1.0, 10.0);
    return Duration.ofMillis(Math.round(quiet.toMillis() * stretch));
  }

  private static Duration max(Duration a, Duration b) {
    return a.compareTo(b) >= 0 ? a : b;
  }
}
