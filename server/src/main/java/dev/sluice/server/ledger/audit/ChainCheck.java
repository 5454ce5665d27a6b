package dev.sluice.server.ledger.audit;

import dev.sluice.model.Digest;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.ledger.Chain;
import dev.sluice.server.ledger.Line;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks at one product's lines in their order, and at the heads that were noted of them. Once
 * something was found, it looks no further.
 */
final class ChainCheck {
  /** How far from its place a line is recognised. */
  private static final long SEARCHED = 100_000;

  private final ProductName product;
  private final Deque<Head> heads;
  private long entries;
  private Digest previous;
  private Finding.@Nullable Changed found;

  /**
   * Nothing was looked at yet.
   *
   * @param heads of this and other products, in any order
   */
  ChainCheck(ProductName product, List<Head> heads) {
    this.product = product;
    this.previous = Chain.before(product);
    this.heads =
        new ArrayDeque<>(
            heads.stream()
                .filter(head -> head.product().equals(product))
                .sorted(Comparator.comparingLong(Head::number))
                .toList());
  }

  ProductName product() {
    return product;
  }

  /** Whether something was found. */
  boolean isDone() {
    return found != null;
  }

  void next(Line line) {
    long number = entries + 1;
    @Nullable String wrong = wrong(line, number);
    if (wrong != null) {
      found = new Finding.Changed(entries, number, wrong);
      return;
    }
    entries = number;
    previous = new Digest(line.hash());
  }

  private @Nullable String wrong(Line line, long number) {
    if (line.number() != number) {
      return line.number() == number + 1
          ? "event %d is missing: it was removed".formatted(number)
          : "events %d to %d are missing: they were removed".formatted(number, line.number() - 1);
    }
    if (!Chain.hash(line).hex().equals(line.hash())) {
      long was = was(line);
      return was == 0
          ? "event %d was edited: what it says is not what its hash was made of".formatted(number)
          : "event %d was event %d when it was written: events were removed or reordered"
              .formatted(number, was);
    }
    if (!line.product().equals(product.value())) {
      return "event %d is of %s".formatted(number, line.product());
    }
    if (!line.previous().equals(previous.hex())) {
      return "event %d does not follow the one before it: one of the two was exchanged"
          .formatted(number);
    }
    return headWrong(line);
  }

  /** The number under which its hash is right; 0 when there is none. */
  private static long was(Line line) {
    for (long away = 1; away <= SEARCHED; away++) {
      for (long number : new long[] {line.number() + away, line.number() - away}) {
        if (number > 0 && Chain.hash(line.at(number)).hex().equals(line.hash())) {
          return number;
        }
      }
    }
    return 0;
  }

  private @Nullable String headWrong(Line line) {
    while (!heads.isEmpty() && heads.getFirst().number() <= line.number()) {
      Head head = heads.removeFirst();
      if (!head.hash().hex().equals(line.hash())) {
        return "event %d is not the one that stood there at %s: the log was written anew"
            .formatted(line.number(), head.time());
      }
    }
    return null;
  }

  /** What was found, once all lines were given. */
  Finding end() {
    Finding.@Nullable Changed changed = found;
    if (changed != null) {
      return changed;
    }
    if (!heads.isEmpty()) {
      Head last = heads.getLast();
      return new Finding.Changed(
          entries,
          entries + 1,
          "the log ends with event %d, and had event %d at %s: its end was cut off"
              .formatted(entries, last.number(), last.time()));
    }
    return new Finding.Whole(entries, previous);
  }
}
