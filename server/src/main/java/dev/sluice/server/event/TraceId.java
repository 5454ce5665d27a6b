package dev.sluice.server.event;

import java.util.regex.Pattern;

/**
 * Follows one command from the caller's terminal to the guest; the trace-id of W3C Trace Context.
 *
 * @param value 32 lower-case hexadecimal digits, not all zero
 */
public record TraceId(String value) {
  private static final Pattern SHAPE = Pattern.compile("(?!0{32})[0-9a-f]{32}");

  public TraceId {
    if (!isValid(value)) {
      throw new IllegalArgumentException("not a trace id: " + value);
    }
  }

  public static boolean isValid(String value) {
    return SHAPE.matcher(value).matches();
  }

  @Override
  public String toString() {
    return value;
  }
}
