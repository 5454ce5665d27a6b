package dev.sluice.cli;

import picocli.CommandLine.Option;

/** Options that every command has. */
final class Common {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and exit.")
  private boolean help;

  @Option(
      names = "--plain",
      description = "Neither colour nor redrawn lines, as with NO_COLOR set.")
  private boolean plain;

  @Option(names = "--debug", description = "Show where in the program an error arose.")
  private boolean debug;

  boolean isPlain() {
    return plain;
  }

  boolean isHelp() {
    return help;
  }

  boolean isDebug() {
    return debug;
  }
}
