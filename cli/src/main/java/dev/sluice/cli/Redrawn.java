package dev.sluice.cli;

import java.io.PrintStream;
import java.util.List;

/** Lines at the end of a terminal that are drawn again in their place. */
final class Redrawn {
  // A line longer than a narrow terminal must not become two, or the next frame would be one off.
  private static final String NO_WRAP = "\u001b[?7l";
  private static final String WRAP = "\u001b[?7h";
  private static final String CLEAR_LINE = "\u001b[K";
  private static final String CLEAR_BELOW = "\u001b[J";

  private final PrintStream err;
  private int drawn;

  Redrawn(PrintStream err) {
    this.err = err;
  }

  void draw(List<String> lines) {
    if (lines.isEmpty() && drawn == 0) {
      return;
    }
    var frame = new StringBuilder(NO_WRAP).append(back());
    // Cleared before and not after: at the right edge that would take away the last character.
    lines.forEach(line -> frame.append(CLEAR_LINE).append(line).append('\n'));
    err.print(frame.append(CLEAR_BELOW).append(WRAP));
    err.flush();
    drawn = lines.size();
  }

  void erase() {
    if (drawn > 0) {
      err.print(back() + CLEAR_BELOW);
      err.flush();
      drawn = 0;
    }
  }

  private String back() {
    return drawn == 0 ? "\r" : "\r\u001b[" + drawn + "A";
  }
}
