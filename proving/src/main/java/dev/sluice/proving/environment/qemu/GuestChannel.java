package dev.sluice.proving.environment.qemu;

import dev.sluice.proving.environment.RunningMachine.Answer;
import java.time.Duration;

/** A way to have a guest run something. Not safe for several threads. */
sealed interface GuestChannel permits LineChannel, AgentChannel {
  /** Asks whether somebody is there; without effect where the guest speaks first. */
  void knock();

  /** Whether this is the guest saying that it is there. */
  boolean isAnswer(Signal signal);

  /**
   * Runs a script for the POSIX shell.
   *
   * @param margin how much longer than its own limit the answer may take
   */
  Answer run(String script, Duration limit, Duration margin) throws InterruptedException;

  /** Tells the guest to switch itself off; the machine's end is the answer. */
  void off() throws InterruptedException;
}
