package dev.sluice.server.client;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads server-sent events as the HTML standard has them, each of a bounded size. */
final class EventReader {
  private static final int LONGEST = 256 * 1024;

  private final InputStream in;
  private boolean skipFeed;

  EventReader(InputStream in) {
    this.in = new BufferedInputStream(in);
  }

  /**
   * One event.
   *
   * @param id null when it has none
   */
  record Sent(@Nullable String id, String data) {}

  /** The next event with data; null at the end of the stream. */
  @Nullable Sent next() throws IOException {
    String id = null;
    var data = new StringBuilder();
    boolean any = false;
    while (true) {
      String line = line();
      if (line == null) {
        return null; // an event that is cut off is none
      }
      if (line.isEmpty()) {
        if (any) {
          return new Sent(id, data.toString());
        }
        id = null;
        continue;
      }
      int colon = line.indexOf(':');
      String field = colon < 0 ? line : line.substring(0, colon);
      String value = colon < 0 ? "" : line.substring(colon + 1);
      value = value.startsWith(" ") ? value.substring(1) : value;
      switch (field) {
        case "id" -> id = value;
        case "data" -> {
          data.append(any ? "\n" : "").append(value);
          any = true;
          if (data.length() > LONGEST) {
            throw tooLong();
          }
        }
        default -> {} // comments keep the line awake; event and retry say nothing we need
      }
    }
  }

  private static AnswerException tooLong() {
    return new AnswerException(
        "the server sends an event of more than %,d bytes".formatted(LONGEST), null);
  }

  /** A line ends with CR, LF or both; null at the end of the stream. */
  private @Nullable String line() throws IOException {
    var line = new ByteArrayOutputStream();
    while (true) {
      int next = read();
      switch (next) {
        case -1 -> {
          return null;
        }
        case '\n' -> {
          return line.toString(StandardCharsets.UTF_8);
        }
        case '\r' -> {
          // Its LF may come much later: the line counts at once.
          skipFeed = true;
          return line.toString(StandardCharsets.UTF_8);
        }
        default -> line.write(next);
      }
      if (line.size() > LONGEST) {
        throw tooLong();
      }
    }
  }

  private int read() throws IOException {
    int next = in.read();
    if (skipFeed && next == '\n') {
      next = in.read();
    }
    skipFeed = false;
    return next;
  }
}
