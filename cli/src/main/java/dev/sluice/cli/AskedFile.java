package dev.sluice.cli;

import dev.sluice.model.impact.Impact;
import java.nio.file.Path;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which file of outcomes, and on which day. */
final class AskedFile {
  @Option(
      names = "--file",
      paramLabel = "FILE",
      description = {
        "The file of outcomes, or a pipeline file that has them under outcomes:",
        "(default: outcomes.yaml, or sluice.yaml here)."
      })
  private @Nullable Path file;

  @Mixin private AskedDay day = new AskedDay();

  Path file() {
    return OutcomesSource.file(file);
  }

  /** The outcomes as drills have found them; one that is not valid ends the command. */
  Impact impact(Program program) {
    LocalDate today = day.of(program);
    return Impact.of(OutcomesSource.valid(file(), today), today);
  }
}
