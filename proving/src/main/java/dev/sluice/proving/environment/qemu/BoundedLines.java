package dev.sluice.proving.environment.qemu;

import java.io.IOException;
import java.io.Reader;
import org.jspecify.annotations.Nullable;

/**
 * Lines from a peer that may be hostile: a line that exceeds the bound is cut, the rest skipped.
 */
final class BoundedLines {
  private BoundedLines() {}

  /** The next line without its end, or null at the end of the stream. */
  static @Nullable String next(Reader in, int bound) throws IOException {
    var line = new StringBuilder();
    for (int c; (c = in.read()) >= 0; ) {
      if (c == '\n') {
        return line.toString();
      }
      if (c != '\r' && line.length() < bound) {
        line.append((char) c);
      }
    }
    return line.isEmpty() ? null : line.toString();
  }
}
