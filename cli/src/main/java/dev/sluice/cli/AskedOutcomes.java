package dev.sluice.cli;

import dev.sluice.model.impact.Impact;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of every question after outcomes. */
final class AskedOutcomes {
  @Option(
      names = "--file",
      paramLabel = "FILE",
      description = {
        "The file of outcomes, or a pipeline file that has them under outcomes:",
        "(default: outcomes.yaml, or sluice.yaml here)."
      })
  private @Nullable Path file;

  @Option(
      names = "--today",
      paramLabel = "DATE",
      description = "Ask as on this day, such as 2026-11-25: decides which drills still count.")
  private @Nullable LocalDate today;

  @Option(names = "--json", description = "The answer as JSON.")
  private boolean json;

  boolean isJson() {
    return json;
  }

  Path file() {
    return OutcomesSource.file(file);
  }

  LocalDate today(Program program) {
    return today == null ? LocalDate.ofInstant(program.clock().instant(), ZoneOffset.UTC) : today;
  }

  Impact impact(Program program) {
    return Impact.of(OutcomesSource.valid(file()), today(program));
  }
}
