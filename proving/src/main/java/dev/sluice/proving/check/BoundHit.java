package dev.sluice.proving.check;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a sandbox adds behind the answer of an exchange in which the kernel enforced a bound: the
 * answer's last lines, so that nothing a verb prints in its section is taken for it.
 */
final class BoundHit {
  private static final Pattern KILLED =
      Pattern.compile("^sluice: killed (at the bound of [0-9]{1,9} MiB of memory)$");
  private static final Pattern REFUSED =
      Pattern.compile("^sluice: refused a process (at the bound of [0-9]{1,9})$");

  private BoundHit() {}

  /**
   * To be added to a sentence about what failed in that exchange, such as {@code ; a process was
   * killed at the bound of 64 MiB of memory}; empty when no bound was hit.
   */
  static String in(String answer) {
    List<String> clauses = new ArrayList<>();
    for (String line : answer.lines().toList().reversed()) {
      Matcher killed = KILLED.matcher(line);
      Matcher refused = REFUSED.matcher(line);
      if (killed.matches()) {
        clauses.addFirst("; a process was killed " + killed.group(1));
      } else if (refused.matches()) {
        clauses.addFirst("; a process was refused " + refused.group(1) + " processes");
      } else {
        break;
      }
    }
    return String.join("", clauses);
  }
}
