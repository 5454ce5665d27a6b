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
    var beginning =
        known.stream().filter(k -> word.length() > 2 && k.startsWith(word)).toList();
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

  /** Letters to add, leave out or change (Levenshtein). */
  private static int slips(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int changed = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[to.length()];
  }
}
