package dev.sluice.cli;

import dev.sluice.cli.screen.Plain;
import java.util.regex.Pattern;

/** A word of a command that people copy into a shell. */
final class ShellWord {
  private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

  private ShellWord() {}

  static String of(String word) {
    String plain = Plain.of(word);
    return SAFE.matcher(plain).matches() ? plain : "'" + plain.replace("'", "'\\''") + "'";
  }
}
