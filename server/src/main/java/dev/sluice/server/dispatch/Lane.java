package dev.sluice.server.dispatch;

/** What a run is for decides how long it may wait. */
enum Lane {
  /** A release that two people call urgent. */
  URGENT,
  /** Data, which is worth less every minute. */
  DATA,
  APPLICATION
}
