package dev.sluice.server.dispatch;

import dev.sluice.server.event.ProductName;
import dev.sluice.server.event.RunKey;
import dev.sluice.trust.canonical.PlainText;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What runners said last of the runs that are out, for whoever watches; in memory, since the
 * evidence has it all. Safe for use by several threads.
 */
final class Tails {
  /** Lines kept of each run. */
  static final int MOST_LINES = 200;

  private final Map<Key, Kept> tails = new HashMap<>();

  private record Key(ProductName product, RunKey run) {}

  private static final class Kept {
    private final Deque<String> lines = new ArrayDeque<>();
    private long said;
  }

  synchronized void add(ProductName product, RunKey run, List<String> lines) {
    if (lines.isEmpty()) {
      return;
    }
    Kept kept = tails.computeIfAbsent(new Key(product, run), _ -> new Kept());
    for (String line : lines) {
      kept.lines.addLast(line.isBlank() ? "" : PlainText.plain(line));
      kept.said++;
      if (kept.lines.size() > MOST_LINES) {
        kept.lines.removeFirst();
      }
    }
  }

  /** What was said after so many lines, as far as it is kept. */
  synchronized Tail after(ProductName product, RunKey run, long said) {
    Kept kept = tails.get(new Key(product, run));
    if (kept == null) {
      return new Tail(said, List.of());
    }
    List<String> lines = new ArrayList<>(kept.lines);
    long skipped = Math.clamp(said - (kept.said - lines.size()), 0, lines.size());
    return new Tail(kept.said, lines.subList((int) skipped, lines.size()));
  }

  synchronized void end(ProductName product, RunKey run) {
    tails.remove(new Key(product, run));
  }
}
