package dev.sluice.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;

/** Calls the program as a shell does, with a home of its own. */
final class Shell {
  static final Path EXAMPLE =
      Path.of(System.getProperty("sluice.root", ".."), "examples/kernel-sensor/sluice.yaml");

  private final Map<String, String> environment;

  Shell(Path home) {
    this(Map.of("HOME", home.toString()));
  }

  Shell(Map<String, String> environment) {
    this.environment = environment;
  }

  /** What came out. */
  record Ended(int status, String out, String err) {}

  Ended run(Object... words) {
    String[] arguments = new String[words.length];
    for (int i = 0; i < words.length; i++) {
      arguments[i] = words[i].toString();
    }
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var printer =
        new Printer(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false,
            false);
    Clock clock = Clock.fixed(Instant.parse("2026-02-03T04:05:06Z"), ZoneOffset.UTC);
    int status = Sluice.run(new Program(printer, environment, clock, 2), arguments);
    return new Ended(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
