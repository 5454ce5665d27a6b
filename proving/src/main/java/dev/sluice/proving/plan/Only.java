package dev.sluice.proving.plan;

/**
 * Which runs of a plan somebody wants: {@code sensor-7.15}, {@code @linux-6.1}, or both in one.
 *
 * @param counterpart as files of evidence are called; empty for all
 * @param environment empty for all
 */
public record Only(String counterpart, String environment) {
  /** The whole plan. */
  public static final Only EVERYTHING = new Only("", "");

  /** Reads what somebody typed: a counterpart may have blanks instead of its hyphens too. */
  public static Only of(String typed) {
    int at = typed.indexOf('@');
    return at < 0
        ? new Only(joined(typed), "")
        : new Only(joined(typed.substring(0, at)), typed.substring(at + 1));
  }

  /** The one that admits this run and no other of its plan. */
  public static Only of(String counterpart, String environment) {
    return new Only(joined(counterpart), environment);
  }

  private static String joined(String counterpart) {
    return counterpart.replace(" + ", "_").replace(' ', '-');
  }

  public boolean admits(PlannedRun run) {
    return (counterpart.isEmpty() || counterpart.equals(joined(run.counterpart())))
        && (environment.isEmpty() || environment.equals(run.environment()));
  }

  /** As it is typed. */
  @Override
  public String toString() {
    return counterpart + (environment.isEmpty() ? "" : "@" + environment);
  }
}
