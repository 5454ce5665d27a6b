package dev.sluice.server.ledger.audit;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A head that somebody kept elsewhere, to be held against a log.
 *
 * @param number of the event, at least 1
 * @param hash of it, 64 hexadecimal digits in lower case
 */
public record KeptHead(long number, String hash) {
  private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,17}):([0-9a-f]{64})");

  /**
   * As people write it: {@code NUMBER:HASH}.
   *
   * @throws IllegalArgumentException when it is written otherwise
   */
  public static KeptHead of(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not NUMBER:HASH, as a head has them");
    }
    return new KeptHead(Long.parseLong(matcher.group(1)), matcher.group(2));
  }

  /** What is said of a log that ends before it. */
  public String cutOff(long entries) {
    return "the log ends with event %d, and the head that was given is of event %d: its end was cut off"
        .formatted(entries, number);
  }

  /** What is said of a log that has another event there. */
  public String exchanged() {
    return "event %d is not the one of the head that was given: the log was written anew"
        .formatted(number);
  }
}
