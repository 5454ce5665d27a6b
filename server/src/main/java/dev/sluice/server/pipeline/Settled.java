package dev.sluice.server.pipeline;

/** What deciding about a proposal comes to. */
sealed interface Settled {
  /** Something changed. */
  record Changed() implements Settled {}

  /** It was so already. */
  record Already() implements Settled {}

  /** What is in use is not what the changes were told against. */
  record Overtaken() implements Settled {}

  /** Nobody proposed it. */
  record Unknown() implements Settled {}

  /** Its author cannot agree to it. */
  record NeedsAnother() implements Settled {}

  /**
   * It does not go with what became of it.
   *
   * @param sentence why
   */
  record Conflict(String sentence) implements Settled {}
}
