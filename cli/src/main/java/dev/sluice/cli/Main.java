package dev.sluice.cli;

import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Starts the {@code sluice} command. */
@Command(
    name = "sluice",
    version = "sluice 0.1.0",
    mixinStandardHelpOptions = true,
    description = "Proves an update on real machines before any host may take it.")
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    // Formatted text must not depend on who runs it: "1.4 s" is never "1,4 s".
    Locale.setDefault(Locale.ROOT);
    System.exit(new CommandLine(new Main()).execute(arguments));
  }
}
