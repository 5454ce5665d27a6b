package dev.sluice.model;

import java.util.regex.Pattern;

/**
 * The name of a stream of versions, such as {@code sensor} or {@code channel}.
 *
 * @param value 1 to 64 characters: a lower-case letter, then lower-case letters, digits and dashes.
 *     The same characters are safe in file names, TUF paths and shells, so nothing downstream
 *     quotes.
 */
public record ArtifactName(String value) implements Comparable<ArtifactName> {
  private static final Pattern SHAPE = Pattern.compile("[a-z][a-z0-9-]{0,63}");

  public ArtifactName {
    if (!isValid(value)) {
      throw new IllegalArgumentException("not an artifact name: " + value);
    }
  }

  public static boolean isValid(String value) {
    return SHAPE.matcher(value).matches();
  }

  @Override
  public int compareTo(ArtifactName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
