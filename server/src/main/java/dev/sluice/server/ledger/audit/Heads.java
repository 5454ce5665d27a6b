package dev.sluice.server.ledger.audit;

import java.io.IOException;
import java.util.List;

/** Somewhere outside of the log where heads are kept: a file, somebody else's server. */
@FunctionalInterface
public interface Heads {
  /**
   * Keeps them, durably.
   *
   * @throws IOException when it could not; they are given once more later
   */
  void keep(List<Head> heads) throws IOException;
}
