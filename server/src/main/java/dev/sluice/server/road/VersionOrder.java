package dev.sluice.server.road;

import dev.sluice.model.Version;
import java.math.BigInteger;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * Which of two versions is newer, where that can be told: both are whole numbers joined by the same
 * marks, such as {@code 291}, {@code 7.16} or {@code 2026-11-25}. Of others, such as commit hashes,
 * the order of submission is all there is.
 */
public final class VersionOrder {
  private static final Pattern NUMBERS = Pattern.compile("[0-9]+([._-][0-9]+)*");
  private static final Pattern MARK = Pattern.compile("[._-]");

  private VersionOrder() {}

  /** Negative when {@code a} is older, 0 when neither is; empty when it cannot be told. */
  static OptionalInt compare(Version a, Version b) {
    String left = a.value();
    String right = b.value();
    if (!NUMBERS.matcher(left).matches() || !NUMBERS.matcher(right).matches()) {
      return OptionalInt.empty();
    }
    String[] lefts = MARK.split(left, -1);
    String[] rights = MARK.split(right, -1);
    for (int i = 0; i < Math.min(lefts.length, rights.length); i++) {
      int order = new BigInteger(lefts[i]).compareTo(new BigInteger(rights[i]));
      if (order != 0) {
        return OptionalInt.of(order);
      }
    }
    return OptionalInt.of(Integer.compare(lefts.length, rights.length));
  }

  /** Why a version is refused that is older than another. */
  public static String goesBack(Version version, Version newer) {
    return "version "
        + version
        + " is older than "
        + newer
        + ", which is known here already; going back is a recall and no release";
  }

  /** Whether {@code a} is certainly older. */
  public static boolean isOlder(Version a, Version b) {
    OptionalInt order = compare(a, b);
    return order.isPresent() && order.getAsInt() < 0;
  }
}
