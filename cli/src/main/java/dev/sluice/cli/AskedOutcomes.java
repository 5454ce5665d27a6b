package dev.sluice.cli;

import dev.sluice.model.impact.Impact;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of every question after outcomes. */
final class AskedOutcomes {
  @Mixin private AskedFile asked = new AskedFile();

  @Option(names = "--json", description = "The answer as JSON.")
  private boolean json;

  boolean isJson() {
    return json;
  }

  Path file() {
    return asked.file();
  }

  Impact impact(Program program) {
    return asked.impact(program);
  }
}
