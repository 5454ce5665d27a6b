package dev.sluice.model;

import java.util.regex.Pattern;

/**
 * A release's version, always text: {@code 7.10} and {@code 7.1} differ.
 *
 * @param value 1 to 64 letters, digits and {@code . _ + ~ -}, beginning with a letter or digit
 */
public record Version(String value) {
  private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+~-]{0,63}");

  public Version {
    if (!isValid(value)) {
      throw new IllegalArgumentException("not a version: " + value);
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
