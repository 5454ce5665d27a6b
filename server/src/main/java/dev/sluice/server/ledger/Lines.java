package dev.sluice.server.ledger;

import dev.sluice.server.event.ProductName;
import java.util.List;

/** The log as it is kept, to be examined. */
public interface Lines {
  /** Lines with a number above {@code after}, by number, at most {@code most}. */
  List<Line> lines(ProductName product, long after, int most);

  /** Whose lines there are, sorted; asks the log itself, and nothing that was built from it. */
  List<String> products();
}
