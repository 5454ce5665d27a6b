package dev.sluice.server.impact;

import dev.sluice.model.drill.Drill;
import dev.sluice.model.drill.Drills;
import dev.sluice.trust.canonical.Json;
import dev.sluice.trust.canonical.JsonReader;
import dev.sluice.trust.canonical.MalformedInput;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;

/** The record of drills that a bundle has, format 1: {@code docs/formats/drills.md}. */
public final class DrillLines {
  /** A larger record is refused. */
  public static final int MOST_BYTES = 8 << 20;

  private static final int FORMAT = 1;
  private static final int LONGEST_LINE = 64 * 1024;

  private DrillLines() {}

  /**
   * Reads a record.
   *
   * @throws MalformedInput with the line that is none; but for a last one that was cut off
   */
  public static Drills read(byte[] bytes) throws MalformedInput {
    if (bytes.length > MOST_BYTES) {
      throw new MalformedInput("the record of drills is larger than 8 MiB");
    }
    List<Drill> drills = new ArrayList<>();
    String[] lines = new String(bytes, StandardCharsets.UTF_8).split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      try {
        if (!lines[i].isBlank()) {
          drills.add(drill(lines[i]));
        }
      } catch (MalformedInput e) {
        if (i + 1 < lines.length) {
          throw new MalformedInput("line " + (i + 1) + " of the record of drills: " + e.sentence());
        }
      }
    }
    return new Drills(drills);
  }

  private static Drill drill(String line) throws MalformedInput {
    Json.Fields fields = JsonReader.readFields(line.getBytes(StandardCharsets.UTF_8), LONGEST_LINE);
    if (fields.whole("format") != FORMAT) {
      throw new MalformedInput("its format is not known");
    }
    String found = fields.text("found");
    String notes = fields.byName().get("notes") instanceof Json.Text(var text) ? text : null;
    try {
      return new Drill(
          fields.text("outcome"),
          fields.text("fallback"),
          LocalDate.parse(fields.text("on")),
          Drill.Found.of(found)
              .orElseThrow(() -> new MalformedInput("it does not say what was found")),
          fields.text("by"),
          notes);
    } catch (DateTimeParseException _) {
      throw new MalformedInput("its day is none");
    }
  }
}
