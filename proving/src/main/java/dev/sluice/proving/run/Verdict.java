package dev.sluice.proving.run;

import dev.sluice.proving.cause.Cause;

/** What follows from how the candidate and its control run ended: the whole three-valued rule. */
sealed interface Verdict {
  /** How the candidate's attempt ended. */
  sealed interface Ended {
    record Well() implements Ended {}

    record NotShown(Cause cause) implements Ended {}

    record Broken(String what) implements Ended {}
  }

  /** How the control run did at the check that the candidate did not pass. */
  sealed interface Control {
    record Passed() implements Control {}

    record NotShown(Cause cause) implements Control {}

    record Broken(String what) implements Control {}

    /** There is no last known good. */
    record Absent() implements Control {}
  }

  record Passed() implements Verdict {}

  record Failed(Cause cause) implements Verdict {}

  /** Once more, candidate and control, each on a fresh machine. */
  record Retry(String because) implements Verdict {}

  record CouldNotTell(Cause cause) implements Verdict {}

  /**
   * The rule.
   *
   * @param lastAttempt whether a retry was already made
   */
  static Verdict of(Ended candidate, Control control, boolean lastAttempt) {
    return switch (candidate) {
      case Ended.Well _ -> new Passed();
      case Ended.Broken(var what) -> infrastructure(what, lastAttempt);
      case Ended.NotShown(var cause) ->
          switch (control) {
            case Control.Passed _ -> new Failed(cause);
            case Control.NotShown _ ->
                infrastructure(
                    cause.what() + "; the last known good fares no better", lastAttempt, cause);
            case Control.Broken(var what) ->
                infrastructure("the control run broke: " + what, lastAttempt);
            case Control.Absent _ ->
                new CouldNotTell(
                    new Cause(
                        cause.code(),
                        cause.what()
                            + ", and with no last known good nothing tells candidate from"
                            + " infrastructure",
                        cause.evidence()));
          };
    };
  }

  private static Verdict infrastructure(String what, boolean lastAttempt) {
    return infrastructure(
        what, lastAttempt, new Cause(Cause.INFRASTRUCTURE, what, java.util.List.of()));
  }

  private static Verdict infrastructure(String what, boolean lastAttempt, Cause cause) {
    return lastAttempt
        ? new CouldNotTell(new Cause(Cause.INFRASTRUCTURE, what, cause.evidence()))
        : new Retry(what);
  }
}
