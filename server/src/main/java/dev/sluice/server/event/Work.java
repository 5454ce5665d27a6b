package dev.sluice.server.event;

import dev.sluice.model.Digest;

/** What a run does. */
public sealed interface Work {
  /** Digest of the bundle whose pipeline file asks for it. */
  Digest bundle();

  /** Name of the environment in that file. */
  String environment();

  /**
   * A candidate in one combination.
   *
   * @param counterpart what hosts run with it: {@code sensor 7.15}; names the run in the plan
   * @param likeness digest of everything that decides the result but the runner: bundle, candidate,
   *     counterpart, environment; two runs of the same likeness need one proof
   */
  record Prove(
      Digest bundle, ReleaseKey release, String counterpart, String environment, Digest likeness)
      implements Work {}

  /**
   * Every negative control of the file.
   *
   * @param environment the first of the file
   */
  record Controls(Digest bundle, String environment) implements Work {}
}
