package dev.sluice.server.event;

import java.util.regex.Pattern;

/**
 * Names one run of a product: {@code r} and the number of the event that queued it, so that nothing
 * random is needed and people can say it aloud.
 */
public record RunKey(String value) {
  private static final Pattern SHAPE = Pattern.compile("r[1-9][0-9]{0,17}");

  public RunKey {
    if (!isValid(value)) {
      throw new IllegalArgumentException("not a run: " + value);
    }
  }

  /** The run that the event of this number queues. */
  public static RunKey of(long number) {
    return new RunKey("r" + number);
  }

  /** Of the event that queued it. */
  public long number() {
    return Long.parseLong(value.substring(1));
  }

  public static boolean isValid(String value) {
    return SHAPE.matcher(value).matches();
  }

  @Override
  public String toString() {
    return value;
  }
}
