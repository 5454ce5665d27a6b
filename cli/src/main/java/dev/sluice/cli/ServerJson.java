package dev.sluice.cli;

import dev.sluice.server.wire.Wire;

/** The API's records as a command prints them: {@code docs/operating.md}. */
final class ServerJson {
  private ServerJson() {}

  static String of(Object record) {
    return Wire.LENIENT.writerWithDefaultPrettyPrinter().writeValueAsString(record) + "\n";
  }

  /** On one line. */
  static String line(Object record) {
    return Wire.LENIENT.writeValueAsString(record);
  }
}
