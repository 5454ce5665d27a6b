package dev.sluice.server.road;

/** Whether the negative controls of a bundle back its proofs. */
public enum Controls {
  /** Each known-bad release was stopped, lately; or there is none. */
  RED,
  /** They have to be shown first: what passed has to wait. */
  DUE,
  /** One was not stopped: no proof counts. */
  GREEN
}
