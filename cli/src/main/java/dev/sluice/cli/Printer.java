package dev.sluice.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where the program writes. Results go to {@code out}, everything else to {@code err}, so that a
 * redirected result is the result and nothing more. UTF-8 whatever the locale says: so are the
 * files it writes.
 *
 * @param out for results
 * @param err for progress, notes and errors
 * @param outIsLive whether {@code out} is a terminal that may be coloured
 * @param errIsLive whether {@code err} is a terminal on which lines may be redrawn
 */
public record Printer(PrintStream out, PrintStream err, boolean outIsLive, boolean errIsLive) {
  private static final int STDOUT = 1;
  private static final int STDERR = 2;

  static Printer standard(Map<String, String> environment) {
    boolean lively = mayMove(environment);
    return new Printer(
        utf8(FileDescriptor.out),
        utf8(FileDescriptor.err),
        lively && isTerminal(STDOUT),
        lively && isTerminal(STDERR));
  }

  /** The same, without movement and colour. */
  Printer plain() {
    return new Printer(out, err, false, false);
  }

  /** The same, with results among the notes: for when {@code out} is for JSON alone. */
  Printer withoutOut() {
    return new Printer(err, err, errIsLive, errIsLive);
  }

  private static PrintStream utf8(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }

  /** See no-color.org; build servers set CI, and their logs keep every redrawn line. */
  private static boolean mayMove(Map<String, String> environment) {
    return environment.getOrDefault("NO_COLOR", "").isEmpty()
        && environment.getOrDefault("CI", "").isEmpty()
        && !environment.getOrDefault("TERM", "dumb").equals("dumb");
  }

  /**
   * Asks about one descriptor, which {@link System#console()} cannot: it wants stdin and stdout
   * both on a terminal.
   */
  private static boolean isTerminal(int descriptor) {
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
      return target.startsWith("/dev/pts/")
          || target.startsWith("/dev/tty")
          || target.equals("/dev/console");
    } catch (IOException e) {
      return false; // no /proc: without movement nothing can go wrong
    }
  }
}
