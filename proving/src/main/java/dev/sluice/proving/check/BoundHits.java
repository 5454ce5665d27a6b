package dev.sluice.proving.check;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The bounds of a sandbox that the kernel enforced during one boot. The sandbox adds them behind
 * the answer of the exchange in which it did: the answer's last lines, so that nothing a verb
 * prints in its section is taken for it. For one thread.
 */
final class BoundHits {
  private static final Pattern KILLED =
      Pattern.compile("^sluice: killed (at the bound of [0-9]{1,9} MiB of memory)$");
  private static final Pattern REFUSED =
      Pattern.compile("^sluice: refused a process (at the bound of [0-9]{1,9})$");

  private final SequencedSet<String> before = new LinkedHashSet<>();

  /**
   * To be added to a sentence about what failed in that exchange, such as {@code ; a process was
   * killed at the bound of 64 MiB of memory}; empty when no bound was hit so far. What was hit in
   * an exchange before is said to have been: what it cost may show only now.
   */
  String with(String answer) {
    List<String> now = in(answer);
    var clauses = new StringBuilder();
    now.forEach(hit -> clauses.append("; ").append(hit));
    before.stream()
        .filter(hit -> !now.contains(hit))
        .forEach(hit -> clauses.append("; earlier ").append(hit));
    before.addAll(now);
    return clauses.toString();
  }

  private static List<String> in(String answer) {
    List<String> hits = new ArrayList<>();
    for (String line : answer.lines().toList().reversed()) {
      Matcher killed = KILLED.matcher(line);
      Matcher refused = REFUSED.matcher(line);
      if (killed.matches()) {
        hits.addFirst("a process was killed " + killed.group(1));
      } else if (refused.matches()) {
        hits.addFirst("a process was refused " + refused.group(1) + " processes");
      } else {
        break;
      }
    }
    return hits;
  }
}
