package dev.sluice.model.impact;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A failure of one vendor that happened, and was felt at many places at once.
 *
 * @param kind what the vendor supplies, as in the file of outcomes
 * @param what failed, and how
 * @param lasted from the push until service was essentially back; null when never published
 * @param sources addresses of public pages
 */
public record Incident(
    String id,
    LocalDate date,
    String kind,
    String who,
    String what,
    @Nullable Duration lasted,
    List<String> sources) {

  private static final String VERSION = "sluice-incidents\t1";
  private static final int COLUMNS = 7;

  public Incident {
    sources = List.copyOf(sources);
  }

  /** Those that come with the program, by date. */
  public static List<Incident> all() {
    List<String> lines = lines();
    if (!lines.getFirst().equals(VERSION)) {
      throw new IllegalStateException("incidents.tsv begins with " + lines.getFirst());
    }
    return lines.stream().skip(2).map(Incident::read).toList();
  }

  private static Incident read(String line) {
    String[] cells = line.split("\t", -1);
    if (cells.length != COLUMNS) {
      throw new IllegalStateException("no incident: " + line);
    }
    return new Incident(
        cells[0],
        LocalDate.parse(cells[1]),
        cells[2],
        cells[3],
        cells[4],
        cells[5].isEmpty() ? null : Duration.ofMinutes(Long.parseLong(cells[5])),
        Arrays.asList(cells[6].split(" ", -1)));
  }

  private static List<String> lines() {
    try (InputStream in = Incident.class.getResourceAsStream("incidents.tsv")) {
      if (in == null) {
        throw new IllegalStateException("incidents.tsv is not in the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("incidents.tsv cannot be read from the jar", e);
    }
  }
}
