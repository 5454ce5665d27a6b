package dev.sluice.server.runner;

import dev.sluice.server.wire.Assignment;
import dev.sluice.server.wire.RunResult;
import java.time.Duration;

/** Told what a runner does, from several threads. */
public interface RunnerNotes {
  void claimed(Assignment assignment);

  void said(Assignment assignment, String line);

  /**
   * It was handed in.
   *
   * @param taken false when the server said no, or could not be reached; that was told before
   */
  void ended(Assignment assignment, RunResult result, boolean taken);

  /** The server gave it to somebody else, or nobody needs it any more. */
  void lost(Assignment assignment);

  /**
   * The server cannot be asked.
   *
   * @param pause until the next try
   */
  void away(String reason, Duration pause);

  /** The server wants nothing of this runner: the loop ends. */
  void refused(String sentence);
}
