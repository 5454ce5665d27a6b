package dev.sluice.trust.key;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Opens key {@code lab} of a folder in a process of its own, once a line comes in. Prints {@code
 * CREATED ID}, or {@code refused: SENTENCE}.
 */
final class KeyringProcess {
  private KeyringProcess() {}

  public static void main(String[] arguments) throws IOException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    out.println("ready");
    if (System.in.read() < 0) {
      return;
    }
    try {
      Keyring.Opened opened = new Keyring(Path.of(arguments[0])).openOrCreate("lab");
      out.println(opened.created() + " " + opened.key().id());
    } catch (KeyException e) {
      out.println("refused: " + e.getMessage());
    }
  }
}
