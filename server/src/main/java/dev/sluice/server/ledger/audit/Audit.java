package dev.sluice.server.ledger.audit;

import dev.sluice.server.event.ProductName;
import dev.sluice.server.ledger.Line;
import dev.sluice.server.ledger.Lines;
import java.util.List;

/** Looks whether the log is what it was. */
public final class Audit {
  private static final int AT_ONCE = 1000;

  private final Lines lines;

  /** Looks at these. */
  public Audit(Lines lines) {
    this.lines = lines;
  }

  /**
   * Looks at a product's whole log; some 30,000 entries a second on a busy machine.
   *
   * @param heads all that were kept outside, of this and other products
   */
  public Finding verify(ProductName product, List<Head> heads) {
    ChainCheck check = new ChainCheck(product, heads);
    long after = 0;
    while (true) {
      List<Line> part = lines.lines(product, after, AT_ONCE);
      for (Line line : part) {
        check.next(line);
        if (check.isDone()) {
          return check.end();
        }
      }
      if (part.size() < AT_ONCE) {
        return check.end();
      }
      after = part.getLast().number();
    }
  }
}
