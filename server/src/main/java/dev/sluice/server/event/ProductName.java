package dev.sluice.server.event;

import java.util.regex.Pattern;

/**
 * The name of a product: what one pipeline file is about, and what one chain of events belongs to.
 *
 * @param value 1 to 64 characters: a lower-case letter, then lower-case letters, digits and dashes
 */
public record ProductName(String value) implements Comparable<ProductName> {
  private static final Pattern SHAPE = Pattern.compile("[a-z][a-z0-9-]{0,63}");

  /** The chain of what belongs to no product: tokens, denials that name none. */
  public static final ProductName SERVER = new ProductName("server");

  public ProductName {
    if (!isValid(value)) {
      throw new IllegalArgumentException("not a product name: " + value);
    }
  }

  public static boolean isValid(String value) {
    return SHAPE.matcher(value).matches();
  }

  @Override
  public int compareTo(ProductName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
