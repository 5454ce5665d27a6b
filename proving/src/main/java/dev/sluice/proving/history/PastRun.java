package dev.sluice.proving.history;

import dev.sluice.model.Result;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One run that came to a result.
 *
 * @param at when its prove ended
 * @param name what its files begin with
 * @param files consoles and logs first, in the order of their names
 */
public record PastRun(
    RunId id,
    Instant at,
    Subject subject,
    Place place,
    Ending ending,
    String name,
    List<PastCheck> checks,
    List<PastFile> files) {
  public PastRun {
    checks = List.copyOf(checks);
    files = List.copyOf(files);
  }

  /**
   * What was on trial.
   *
   * @param goesRed the check at which it must fail, since it is known to be bad; null for a release
   *     that is meant for hosts
   */
  public record Subject(String product, String artifact, String version, @Nullable String goesRed) {
    public String title() {
      return artifact + " " + version;
    }
  }

  /** Whether a known-bad release was stopped by the check that must stop it. */
  public boolean isRedAsItMust() {
    return subject.goesRed() != null
        && ending.result() == Result.FAILED
        && subject.goesRed().equals(ending.check());
  }

  /**
   * What it was tried with, and where.
   *
   * @param combination all of it: {@code sensor 7.15 + channel 291}
   * @param counterpart without the candidate: {@code sensor 7.15}
   */
  public record Place(String combination, String counterpart, String environment) {}

  /**
   * How it ended.
   *
   * @param check the one that decided it; null when it passed
   * @param cause a sentence; null when it passed
   * @param retried whether a first attempt was thrown away
   * @param controlPassed whether the last known good passed the check that it failed
   * @param statement name of the signed file; null for none
   */
  public record Ending(
      Result result,
      @Nullable String check,
      @Nullable String cause,
      Duration took,
      boolean retried,
      boolean controlPassed,
      @Nullable String statement) {
    /** An environment that needed a second attempt for a candidate that works. */
    public boolean isFlake() {
      return retried && result == Result.PASSED;
    }
  }
}
