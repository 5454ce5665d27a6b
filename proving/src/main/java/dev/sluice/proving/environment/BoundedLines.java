package dev.sluice.proving.environment;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Lines from a peer that may be hostile: a line that exceeds the bound is cut, the rest skipped.
 */
public final class BoundedLines {
  private BoundedLines() {}

  /** Text that is read to its end whatever bytes are in it: what is no UTF-8 is replaced. */
  public static Reader of(ReadableByteChannel from) {
    return new BufferedReader(
        Channels.newReader(
            from,
            StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE),
            -1));
  }

  /** The next line without its end, or null at the end of the stream. */
  public static @Nullable String next(Reader in, int bound) throws IOException {
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
