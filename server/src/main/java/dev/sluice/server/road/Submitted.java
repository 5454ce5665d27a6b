package dev.sluice.server.road;

import dev.sluice.server.ledger.ReleaseRecord;

/** What became of a submission. */
public sealed interface Submitted {
  /** It is on its road. */
  record Taken() implements Submitted {}

  /** The same version with the same content was submitted before: it is no new release. */
  record Already(ReleaseRecord release) implements Submitted {}

  /** The version is another content's, for ever. */
  record Conflict(ReleaseRecord release) implements Submitted {}

  /** The product has no pipeline file in use. */
  record NoPipeline() implements Submitted {}
}
