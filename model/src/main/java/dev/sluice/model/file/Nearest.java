package dev.sluice.model.file;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds what was probably meant. */
public final class Nearest {
  // Longer words are no slips of a known one, and comparing them would cost more than it helps.
  private static final int MAX_LENGTH = 64;
  private static final int MAX_KNOWN = 400;

  private Nearest() {}

  /** The word with the fewest slips (a letter added, left out, changed, two swapped), if few. */
  public static @Nullable String to(String word, Collection<String> known) {
    if (word.isEmpty() || word.length() > MAX_LENGTH || known.size() > MAX_KNOWN) {
      return null;
    }
    String plain = plain(word);
    return known.stream()
        .filter(
            k -> slips(plain, plain(k)) <= Math.max(1, Math.min(plain.length(), k.length()) / 3))
        .min(
            Comparator.<String>comparingInt(k -> slips(plain, plain(k)))
                .thenComparing(Comparator.naturalOrder()))
        .orElse(null);
  }

  private static String plain(String word) {
    return word.toLowerCase(Locale.ROOT).replace('_', '-').replace(' ', '-');
  }

  /** Optimal string alignment distance. */
  private static int slips(String a, String b) {
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
          continue;
        }
        boolean same = a.charAt(i - 1) == b.charAt(j - 1);
        cost[i][j] =
            Math.min(
                Math.min(cost[i - 1][j], cost[i][j - 1]) + 1, cost[i - 1][j - 1] + (same ? 0 : 1));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
        }
      }
    }
    return cost[a.length()][b.length()];
  }
}
