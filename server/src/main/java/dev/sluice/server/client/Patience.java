package dev.sluice.server.client;

import java.time.Duration;

/**
 * How long a client waits for what.
 *
 * @param connect for a connection
 * @param answer for an answer to begin
 * @param silence between two bytes of an answer
 * @param tries of one call, or of one transfer without any progress
 * @param first pause, doubled for each further one up to {@link #LONGEST}
 * @param away how long a stream of events is waited for while the server cannot be reached
 */
public record Patience(
    Duration connect,
    Duration answer,
    Duration silence,
    int tries,
    Duration first,
    Duration away,
    Pause pause) {
  private static final Duration LONGEST = Duration.ofSeconds(15);

  /** As for a server on the same continent that may be restarted meanwhile. */
  public static final Patience USUAL =
      new Patience(
          Duration.ofSeconds(10),
          Duration.ofSeconds(60),
          Duration.ofSeconds(60),
          6,
          Duration.ofMillis(250),
          Duration.ofMinutes(15),
          Thread::sleep);

  /** Waits. */
  @FunctionalInterface
  public interface Pause {
    void take(Duration duration) throws InterruptedException;
  }

  /** How long to wait after so many failures, 1 for the first. */
  Duration after(int failures) {
    Duration doubled = first.multipliedBy(1L << Math.min(failures - 1, 10));
    return doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
  }
}
