package dev.sluice.server.ledger.audit;

import dev.sluice.model.Digest;

/** What looking at a product's log came to. */
public sealed interface Finding {
  /** How many entries were looked at and stand in their place. */
  long entries();

  /**
   * It is whole.
   *
   * @param head hash of the last entry; of the product's name when there is none
   */
  record Whole(long entries, Digest head) implements Finding {}

  /**
   * Somebody changed it.
   *
   * @param entries how many are whole before
   * @param number of the first entry that is not what it was
   * @param sentence for people
   */
  record Changed(long entries, long number, String sentence) implements Finding {}
}
