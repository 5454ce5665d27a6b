package dev.sluice.server.dispatch;

/** What became of what a runner handed in. */
public sealed interface Taken {
  /** It is on record. */
  record Kept() implements Taken {}

  /** The lease was lost before: nobody looks at it. */
  record Lost() implements Taken {}

  /** It is not believed, and the lease is gone. */
  record Refused(String sentence) implements Taken {}

  /** It cannot be taken as it stands; the lease goes on. */
  record Unusable(String sentence) implements Taken {}
}
