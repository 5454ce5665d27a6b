package dev.sluice.cli;

import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The day of a question: an option, so that examples and tests do not age. */
final class AskedDay {
  @Option(
      names = "--today",
      paramLabel = "DATE",
      description = {
        "Answer as on this day, such as 2026-11-25: decides which drills and waivers still",
        "count."
      })
  private @Nullable LocalDate today;

  LocalDate of(Program program) {
    return today == null ? LocalDate.ofInstant(program.clock().instant(), ZoneOffset.UTC) : today;
  }
}
