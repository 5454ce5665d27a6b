package dev.sluice.server.log;

import dev.sluice.server.event.TraceId;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The trace id of a request: the caller's (W3C Trace Context) or a new one. */
public final class Traces {
  private static final Pattern PARENT =
      Pattern.compile("(?!ff)[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}.*");

  private Traces() {}

  /**
   * The trace that a caller names, or a new one.
   *
   * @param traceparent as W3C Trace Context has it, in a header or the variable {@code
   *     TRACEPARENT}; null or anything else for none
   * @param random a {@code SecureRandom}, but in tests
   */
  public static TraceId of(@Nullable String traceparent, RandomGenerator random) {
    if (traceparent != null) {
      Matcher matcher = PARENT.matcher(traceparent);
      if (matcher.matches() && TraceId.isValid(matcher.group(1))) {
        return new TraceId(matcher.group(1));
      }
    }
    byte[] bytes = new byte[16];
    random.nextBytes(bytes);
    // All zero means none.
    bytes[0] |= 1;
    return new TraceId(HexFormat.of().formatHex(bytes));
  }
}
