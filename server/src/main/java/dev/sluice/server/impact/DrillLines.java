package dev.sluice.server.impact;

import dev.sluice.model.drill.Drill;
import dev.sluice.model.drill.Drills;
import dev.sluice.trust.canonical.MalformedInput;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The record of drills that a bundle has, format 1: {@code docs/formats/drills.md}. */
public final class DrillLines {
  /** A larger record is refused. */
  public static final int MOST_BYTES = 8 << 20;

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
          drills.add(DrillLine.read(lines[i]));
        }
      } catch (DrillLine.Broken e) {
        if (i + 1 < lines.length) {
          throw new MalformedInput(
              "line " + (i + 1) + " of the record of drills: " + e.getMessage());
        }
      }
    }
    return new Drills(drills);
  }
}
