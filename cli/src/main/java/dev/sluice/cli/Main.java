package dev.sluice.cli;

import java.time.Clock;
import java.util.Locale;
import java.util.Map;

/** Starts the {@code sluice} command. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    // Formatted text must not depend on who runs it: "1.4 s" is never "1,4 s".
    Locale.setDefault(Locale.ROOT);
    Map<String, String> environment = System.getenv();
    var program =
        new Program(
            Printer.standard(environment),
            environment,
            Clock.systemUTC(),
            Runtime.getRuntime().availableProcessors());
    System.exit(Sluice.run(program, arguments));
  }
}
