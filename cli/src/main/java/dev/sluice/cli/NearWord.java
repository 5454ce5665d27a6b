package dev.sluice.cli;

import java.util.Collection;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** The command or option that was probably meant. */
final class NearWord {
  private static final int MAX_LENGTH = 40;

  private NearWord() {}

  /** The nearest known word, or the only one that begins so; null when none is near. */
  static @Nullable String to(String typed, Collection<String> known) {
    int equals = typed.indexOf('=');
    String word = typed.startsWith("-") && equals > 0 ? typed.substring(0, equals) : typed;
    if (word.isEmpty() || word.length() > MAX_LENGTH) {
      return null;
    }
    var beginning = known.stream().filter(k -> word.length() > 2 && k.startsWith(word)).toList();
    if (beginning.size() == 1) {
      return beginning.getFirst();
    }
    int most = Math.max(1, word.length() / 3);
    return known.stream()
        .filter(k -> k.length() > 2 && slips(word, k) <= most)
        .min(
            Comparator.<String>comparingInt(k -> slips(word, k))
                .thenComparing(Comparator.naturalOrder()))
        .orElse(null);
  }

  /** What a message about an unknown word ends with: {@code ; did you mean serve?}, or nothing. */
  static String hint(String typed, Collection<String> known) {
    String near = to(typed, known);
    return near == null ? "" : "; did you mean " + near + "?";
  }

  /** Letters to add, leave out, change or swap (optimal string alignment). */
  private static int slips(String from, String to) {
    int[][] cost = new int[from.length() + 1][to.length() + 1];
    for (int i = 0; i <= from.length(); i++) {
      for (int j = 0; j <= to.length(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
          continue;
        }
        int changed = cost[i - 1][j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        cost[i][j] = Math.min(changed, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
        boolean swapped =
            i > 1
                && j > 1
                && from.charAt(i - 1) == to.charAt(j - 2)
                && from.charAt(i - 2) == to.charAt(j - 1);
        if (swapped) {
          cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
        }
      }
    }
    return cost[from.length()][to.length()];
  }
}
