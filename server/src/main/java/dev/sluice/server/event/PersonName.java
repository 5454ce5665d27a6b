package dev.sluice.server.event;

import java.util.regex.Pattern;

/**
 * Whom a token acts for: a person, a CI job, a runner. Rules that need two persons compare these,
 * never tokens.
 *
 * @param value 1 to 64 letters, digits and {@code . _ @ -}, beginning with a letter or digit
 */
public record PersonName(String value) {
  private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{0,63}");

  /** The server itself: admission, leases, schedules. */
  public static final PersonName SERVER = new PersonName("sluice");

  public PersonName {
    if (!isValid(value)) {
      throw new IllegalArgumentException("not a name: " + value);
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
