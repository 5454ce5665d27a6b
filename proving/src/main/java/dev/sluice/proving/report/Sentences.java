package dev.sluice.proving.report;

import dev.sluice.model.Release;
import dev.sluice.model.Result;
import dev.sluice.proving.cause.Cause;
import dev.sluice.proving.run.CheckResult;
import dev.sluice.proving.run.RunReport;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The sentences that people read first. */
public final class Sentences {
  private static final Set<String> DEATHS =
      Set.of(Cause.PANICKED, Cause.SILENT, Cause.STRANDED, Cause.REBOOTED, Cause.CHANNEL_SILENT);

  private Sentences() {}

  /** What happened, to what, and why, in one sentence or two. */
  public static String headline(ProveReport report) {
    String candidate = report.candidate().release().title();
    Optional<RunReport.Finished> deciding = report.deciding();
    return switch (report.result()) {
      case PASSED -> candidate + " works with " + covered(report) + ".";
      case FAILED ->
          candidate + " was stopped: " + deciding.map(Sentences::because).orElse("a run failed.");
      case COULD_NOT_TELL ->
          deciding.isPresent()
              ? "could not tell whether " + candidate + " works: " + because(deciding.get())
              : report.withheldByControls()
                  ? candidate
                      + " passed, but no proof is given: a known-bad release was last seen to pass"
                      + " this suite."
                  : report.withheld()
                      ? candidate
                          + " passed, but "
                          + inDoubt(report)
                          + ": too many runs there passed only at the second attempt."
                      : "could not tell whether " + candidate + " works: not every run was made.";
    };
  }

  /**
   * What a negative control came to.
   *
   * @param goesRed the check at which it must fail
   */
  public static String control(RunReport.Finished run, String goesRed) {
    String control = "the known-bad " + run.planned().candidate().title();
    Optional<String> check = run.deciding().map(CheckResult::name);
    return switch (run.result()) {
      case PASSED -> control + " passed; it must go red at " + goesRed + ".";
      case COULD_NOT_TELL ->
          "could not tell whether " + control + " goes red at " + goesRed + ": " + because(run);
      case FAILED ->
          check.filter(goesRed::equals).isPresent()
              ? control + " went red at " + goesRed + ", as it must: " + because(run)
              : control
                  + " went red at "
                  + check.orElse("another check")
                  + "; it must at "
                  + goesRed
                  + ": "
                  + because(run);
    };
  }

  private static String inDoubt(ProveReport report) {
    return "no proof is given in " + String.join(" and ", report.flaky().keySet());
  }

  /** What is to be said of environments that give no proofs, and the way out. */
  public static Optional<String> flaky(ProveReport report) {
    return report.flaky().isEmpty()
        ? Optional.empty()
        : Optional.of(
            report.flaky().entrySet().stream()
                .map(
                    e ->
                        "No proof in "
                            + e.getKey()
                            + ": "
                            + e.getValue().clause()
                            + ". Look why, then: sluice runs looked "
                            + e.getKey()
                            + " --reason TEXT")
                .collect(java.util.stream.Collectors.joining("; ")));
  }

  private static String covered(ProveReport report) {
    List<RunReport> runs = report.runs();
    int left = report.unproven().size();
    if (left > 0) {
      return runs.size()
          + " of "
          + (runs.size() + left)
          + " combinations; "
          + left
          + (left == 1 ? " was" : " were")
          + " left out, and there it does not roll out";
    }
    if (runs.size() == 1) {
      return runs.getFirst().planned().counterpart();
    }
    String counterpart =
        runs.stream()
            .map(r -> r.planned().combination())
            .map(
                c ->
                    c.application().equals(report.candidate().release())
                        ? "combination"
                        : c.application().artifact() + " release")
            .findFirst()
            .orElse("combination");
    return "every " + counterpart + " that hosts run";
  }

  /** Why one run did not pass, with what tells candidate from infrastructure. */
  public static String because(RunReport.Finished run) {
    String with = "with " + run.planned().counterpart() + " ";
    String what = run.cause().map(Cause::what).orElse("a check did not pass");
    String check = run.deciding().map(CheckResult::name).orElse("");
    boolean beforeAnyMachine = check.equals("format");
    String sentence = (beforeAnyMachine ? "" : with) + what + ".";
    var good = run.planned().lastKnownGood();
    if (run.result() != Result.FAILED || !run.controlPassed() || good == null) {
      return sentence;
    }
    String predecessor =
        good.application().artifact().equals(run.planned().candidate().artifact())
            ? good.application().title()
            : good.data().stream()
                .filter(d -> d.artifact().equals(run.planned().candidate().artifact()))
                .map(Release::title)
                .findFirst()
                .orElse(good.title());
    boolean died = run.cause().map(c -> DEATHS.contains(c.code())).orElse(false);
    return sentence + (died ? " It boots with " : " It passes with ") + predecessor + ".";
  }

  /** What else a run that went on after its first failure did not show, a sentence each. */
  public static List<String> also(RunReport.Finished run) {
    return run.checks().stream()
        .filter(check -> check.result() != Result.PASSED)
        .skip(1)
        .flatMap(check -> Stream.ofNullable(check.cause()).map(cause -> also(run, check, cause)))
        .toList();
  }

  private static String also(RunReport.Finished run, CheckResult check, Cause cause) {
    return "With "
        + run.planned().counterpart()
        + ", also "
        + check.name()
        + ": "
        + cause.what()
        + ".";
  }

  /** What is to be said of the suite's negative controls; empty when all were red last. */
  public static Optional<String> controls(List<ControlRecord> controls) {
    long green = controls.stream().filter(ControlRecord::withholdsProofs).count();
    long never = controls.stream().filter(c -> c.lastShown() == null).count();
    if (green > 0) {
      return Optional.of(
          "No proof: "
              + green
              + " of "
              + controls.size()
              + " negative controls did not go red when last shown; run sluice prove"
              + " --negative-controls");
    }
    return never == 0
        ? Optional.empty()
        : Optional.of(
            never
                + " of "
                + controls.size()
                + (never == 1 && controls.size() == 1
                    ? " negative control was"
                    : " negative controls were")
                + " never shown red by this suite, and the proof says so:"
                + " sluice prove --negative-controls");
  }
}
