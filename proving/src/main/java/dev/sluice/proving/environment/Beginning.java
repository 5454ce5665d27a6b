package dev.sluice.proving.environment;

import java.time.Duration;

/** The state that machines are in before a candidate reaches them, such as the last known good. */
public interface Beginning {
  /** Everything in the state beyond the machine itself, in words: same words, same state. */
  String identity();

  /**
   * Brings a machine that has just answered after a cold boot into the state.
   *
   * @param limit for one command
   * @return what is to be remembered of the state, at most 64 KiB
   * @throws EnvironmentException when the machine does not get there
   */
  String bring(RunningMachine machine, Duration limit) throws InterruptedException;
}
