package dev.sluice.server.event;

import java.util.regex.Pattern;

/** Names a token, never its secret: {@code t} and the number of the event that created it. */
public record TokenKey(String value) {
  private static final Pattern SHAPE = Pattern.compile("t[1-9][0-9]{0,17}");

  public TokenKey {
    if (!isValid(value)) {
      throw new IllegalArgumentException("not a token's name: " + value);
    }
  }

  /** The token that the event of this number creates. */
  public static TokenKey of(long number) {
    return new TokenKey("t" + number);
  }

  public static boolean isValid(String value) {
    return SHAPE.matcher(value).matches();
  }

  @Override
  public String toString() {
    return value;
  }
}
