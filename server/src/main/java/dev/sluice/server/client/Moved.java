package dev.sluice.server.client;

/** Hears how far a transfer is. */
@FunctionalInterface
public interface Moved {
  /** For who does not care. */
  Moved UNSEEN = (_, _) -> {};

  /** So many bytes of all are there. */
  void to(long bytes, long all);
}
