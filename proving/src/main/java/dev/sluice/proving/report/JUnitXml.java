package dev.sluice.proving.report;

import dev.sluice.model.Result;
import dev.sluice.proving.cause.Cause;
import dev.sluice.proving.plan.PlannedRun;
import dev.sluice.proving.run.CheckResult;
import dev.sluice.proving.run.RunReport;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * The result as JUnit XML, as build servers read it: a test suite a run, a test case a check.
 * Failed is a failure, could-not-tell an error, not run skipped.
 */
public final class JUnitXml {
  private static final double MILLIS = 1000.0;

  private JUnitXml() {}

  public static String of(ProveReport report) {
    var out = new StringBuilder();
    start(out, report.candidate().release().title(), report.took());
    for (RunReport run : report.runs()) {
      switch (run) {
        case RunReport.Finished f -> finished(out, f);
        case RunReport.NotRun(var planned, var reason) -> skipped(out, planned, reason);
      }
    }
    report.unproven().forEach(run -> skipped(out, run, "left out"));
    return out.append("</testsuites>\n").toString();
  }

  /** A result that was there before any run. */
  public static String of(String title, Result result, String cause) {
    var out = new StringBuilder();
    start(out, title, Duration.ZERO);
    var check = new CheckResult("prove", result, Duration.ZERO, new Cause("", cause, List.of()));
    suite(out, title, List.of(check), Duration.ZERO);
    testCase(out, title, check, cause);
    return out.append("  </testsuite>\n</testsuites>\n").toString();
  }

  /**
   * A test case of something else than a prove.
   *
   * @param failure what is wrong; empty when it passed
   */
  public record Case(String name, String failure) {}

  /** One suite of cases that took no time. */
  public static String of(String title, String className, List<Case> cases) {
    var out = new StringBuilder();
    out.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"")
        .append(escaped(title))
        .append("\" time=\"0.000\">\n  <testsuite name=\"")
        .append(escaped(title))
        .append("\" tests=\"")
        .append(cases.size())
        .append("\" failures=\"")
        .append(cases.stream().filter(one -> !one.failure().isEmpty()).count())
        .append("\" errors=\"0\" skipped=\"0\" time=\"0.000\">\n");
    for (Case one : cases) {
      out.append("    <testcase classname=\"")
          .append(escaped(className))
          .append("\" name=\"")
          .append(escaped(one.name()))
          .append("\" time=\"0.000\"");
      if (one.failure().isEmpty()) {
        out.append("/>\n");
      } else {
        out.append(">\n      <failure message=\"")
            .append(escaped(one.failure().lines().findFirst().orElse("")))
            .append("\">")
            .append(escaped(one.failure()))
            .append("</failure>\n    </testcase>\n");
      }
    }
    return out.append("  </testsuite>\n</testsuites>\n").toString();
  }

  private static void start(StringBuilder out, String title, Duration took) {
    out.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"")
        .append(escaped("sluice prove " + title))
        .append("\" time=\"")
        .append(seconds(took))
        .append("\">\n");
  }

  private static void finished(StringBuilder out, RunReport.Finished run) {
    String name = title(run.planned());
    suite(out, name, run.checks(), run.took());
    CheckResult deciding = run.deciding().orElse(null);
    for (CheckResult check : run.checks()) {
      Cause cause = check.cause();
      // What failed after the deciding check has a reason of its own.
      String why = check.equals(deciding) || cause == null ? Sentences.because(run) : cause.what();
      testCase(out, name, check, why);
    }
    out.append("  </testsuite>\n");
  }

  private static String title(PlannedRun run) {
    return run.combination().title() + " · " + run.environment();
  }

  private static void suite(
      StringBuilder out, String name, List<CheckResult> checks, Duration took) {
    out.append("  <testsuite name=\"")
        .append(escaped(name))
        .append("\" tests=\"")
        .append(checks.size())
        .append("\" failures=\"")
        .append(count(checks, Result.FAILED))
        .append("\" errors=\"")
        .append(count(checks, Result.COULD_NOT_TELL))
        .append("\" skipped=\"0\" time=\"")
        .append(seconds(took))
        .append("\">\n");
  }

  private static long count(List<CheckResult> checks, Result result) {
    return checks.stream().filter(check -> check.result() == result).count();
  }

  private static void testCase(
      StringBuilder out, String className, CheckResult check, String sentence) {
    out.append("    <testcase classname=\"")
        .append(escaped(className))
        .append("\" name=\"")
        .append(escaped(check.name()))
        .append("\" time=\"")
        .append(seconds(check.took()))
        .append('"');
    String element =
        switch (check.result()) {
          case PASSED -> "";
          case FAILED -> "failure";
          case COULD_NOT_TELL -> "error";
        };
    Cause cause = check.cause();
    if (element.isEmpty() || cause == null) {
      out.append("/>\n");
      return;
    }
    out.append(">\n      <")
        .append(element)
        .append(" type=\"")
        .append(escaped(cause.code()))
        .append("\" message=\"")
        .append(escaped(sentence))
        .append("\">")
        .append(escaped(String.join("\n", cause.evidence())))
        .append("</")
        .append(element)
        .append(">\n    </testcase>\n");
  }

  private static void skipped(StringBuilder out, PlannedRun run, String reason) {
    String name = escaped(title(run));
    out.append("  <testsuite name=\"")
        .append(name)
        .append("\" tests=\"1\" failures=\"0\" errors=\"0\" skipped=\"1\" time=\"0.000\">\n")
        .append("    <testcase classname=\"")
        .append(name)
        .append("\" name=\"run\" time=\"0.000\">\n      <skipped message=\"")
        .append(escaped(reason))
        .append("\"/>\n    </testcase>\n  </testsuite>\n");
  }

  private static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.3f", duration.toMillis() / MILLIS);
  }

  /** XML 1.0 has no way to write most control characters, escaped or not. */
  private static String escaped(String text) {
    var out = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\n' -> out.append('\n');
                default -> out.appendCodePoint(isXml(c) ? c : 0xFFFD);
              }
            });
    return out.toString();
  }

  private static boolean isXml(int c) {
    return (c >= 0x20 && c <= 0xD7FF && !Character.isISOControl(c))
        || (c >= 0xE000 && c <= 0xFFFD)
        || (c >= 0x10000 && c <= 0x10FFFF);
  }
}
