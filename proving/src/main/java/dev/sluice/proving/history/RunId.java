package dev.sluice.proving.history;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a run is called: its prove's name and its place in the plan, such as {@code 8f3a-17.2}.
 *
 * @param prove the first digits of the candidate's digest and a number; the evidence folder's name
 * @param number from 1
 */
public record RunId(String prove, int number) implements Comparable<RunId> {
  private static final Pattern PROVE = Pattern.compile("[0-9a-f]{4}-[1-9][0-9]{0,6}");
  private static final Pattern TYPED =
      Pattern.compile("([0-9a-f]{4}-[1-9][0-9]{0,6})(?:\\.([1-9][0-9]{0,3}))?");

  public RunId {
    if (!PROVE.matcher(prove).matches() || number < 1) {
      throw new IllegalArgumentException("no run is called " + prove + "." + number);
    }
  }

  /**
   * What somebody typed.
   *
   * @param number of the run; 0 for the prove as a whole
   */
  public record Typed(String prove, int number) {}

  /** Reads {@code 8f3a-17} or {@code 8f3a-17.2}; empty for anything else. */
  public static Optional<Typed> typed(String text) {
    Matcher typed = TYPED.matcher(text);
    return typed.matches()
        ? Optional.of(
            new Typed(
                typed.group(1), typed.group(2) == null ? 0 : Integer.parseInt(typed.group(2))))
        : Optional.empty();
  }

  static boolean isProve(String text) {
    return PROVE.matcher(text).matches();
  }

  @Override
  public int compareTo(RunId other) {
    int byProve = prove.compareTo(other.prove);
    return byProve == 0 ? Integer.compare(number, other.number) : byProve;
  }

  @Override
  public String toString() {
    return prove + "." + number;
  }
}
