package dev.sluice.cli;

import java.time.Clock;
import java.util.Locale;
import java.util.Map;

/** Starts the {@code sluice} command. */
public final class Main {
  static final String VERSION = "sluice 0.1.0";

  private Main() {}

  public static void main(String[] arguments) {
    // Formatted text must not depend on who runs it: "1.4 s" is never "1,4 s".
    Locale.setDefault(Locale.ROOT);
    Map<String, String> environment = System.getenv();
    // Scripts ask it often; reading the annotations of a command would take three times as long.
    if (arguments.length == 1 && arguments[0].equals("--version")) {
      Printer.standard(environment).out().println(VERSION);
      return;
    }
    var program =
        new Program(
            Printer.standard(environment),
            environment,
            Clock.systemUTC(),
            Runtime.getRuntime().availableProcessors());
    System.exit(Sluice.run(program, arguments));
  }
}
