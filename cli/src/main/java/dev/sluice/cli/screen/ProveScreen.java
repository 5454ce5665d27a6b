package dev.sluice.cli.screen;

import static dev.sluice.cli.screen.Table.Column.FIXED;
import static dev.sluice.cli.screen.Table.Column.RIGHT;
import static dev.sluice.cli.screen.Table.Column.SHRINKS;

import dev.sluice.model.Combination;
import dev.sluice.model.Release;
import dev.sluice.model.Result;
import dev.sluice.model.pipeline.Artifact;
import dev.sluice.proving.cause.Cause;
import dev.sluice.proving.plan.Plan;
import dev.sluice.proving.plan.PlannedRun;
import dev.sluice.proving.report.Candidate;
import dev.sluice.proving.report.ProveReport;
import dev.sluice.proving.report.Sentences;
import dev.sluice.proving.run.RunReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What {@code sluice prove} shows: what is on trial, then the table, then the first cause with its
 * evidence, what it means for hosts, and what to do next.
 */
public final class ProveScreen {
  public static final int COLUMNS = 80;

  private static final String CONTROLS_COMMAND = "sluice prove --negative-controls";
  private static final char NO_BREAK = '\u00a0';
  private static final int EVIDENCE_LINES = 8;
  private static final Pattern STAMP = Pattern.compile("^\\[ *(\\d+\\.\\d{2})\\d*\\] *");

  private ProveScreen() {}

  /**
   * What the caller can do next.
   *
   * @param again the command that repeats this prove, without {@code --keep-going}
   * @param keptGoing whether the first failure did not stop the rest
   */
  public record Call(String again, boolean keptGoing) {}

  /** What is on trial and what is about to run, before it does. */
  public static List<String> header(Candidate candidate, Plan plan, boolean colour) {
    Release release = candidate.release();
    String kind =
        switch (candidate.artifact().kind()) {
          case Artifact.Application _ -> "application";
          case Artifact.Data(var loader) -> "data for " + loader;
        };
    String first =
        Tint.STRONG.on(release.title(), colour)
            + " ("
            + kind
            + ", "
            + Figures.bytes(release.size())
            + ", sha256 "
            + release.digest().abbreviated()
            + ")";
    String second =
        "suite "
            + candidate.suite().name()
            + ", "
            + Figures.count(candidate.checks(), "check")
            + " · "
            + Figures.count(plan.runs().size(), "combination")
            + predicted(plan.predicted());
    return List.of(first, second);
  }

  static String predicted(Duration predicted) {
    return predicted.isZero() ? ", time not measured yet" : ", about " + Figures.about(predicted);
  }

  /** Everything after the header. */
  public static List<String> result(ProveReport report, Call call, boolean colour) {
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.addAll(table(report, colour));
    lines.add("");
    lines.addAll(headline(report, colour));
    lines.addAll(evidence(report));
    lines.add("");
    others(report).forEach(text -> lines.addAll(indented(text)));
    meaning(report).forEach(text -> lines.addAll(indented(text)));
    lines.addAll(next(report, call));
    Sentences.flaky(report).ifPresent(text -> lines.addAll(indented(text)));
    // Last, where nobody overlooks it: what a proof is worth depends on it.
    controls(report).forEach(text -> lines.addAll(indented(text)));
    return lines;
  }

  /** Wrapped, but the command that shows negative controls stays in one piece, to be copied. */
  private static List<String> indented(String text) {
    String joined = CONTROLS_COMMAND.replace(' ', NO_BREAK);
    return Plain.wrapped(text.replace(CONTROLS_COMMAND, joined), COLUMNS - 2).stream()
        .map(line -> "  " + line.replace(NO_BREAK, ' '))
        .toList();
  }

  /** Further runs that did not pass may have other causes. */
  private static List<String> others(ProveReport report) {
    RunReport.Finished first = report.deciding().orElse(null);
    return report.runs().stream()
        .filter(RunReport.Finished.class::isInstance)
        .map(RunReport.Finished.class::cast)
        .filter(run -> run.result() != Result.PASSED)
        .flatMap(
            run ->
                Stream.concat(
                    run.equals(first) ? Stream.of() : Stream.of(Sentences.because(run)),
                    Sentences.also(run).stream()))
        .map(Plain::of)
        .map(text -> Character.toUpperCase(text.charAt(0)) + text.substring(1))
        .distinct()
        .toList();
  }

  private static List<String> table(ProveReport report, boolean colour) {
    var table = new Table(SHRINKS, FIXED, SHRINKS, RIGHT);
    for (RunReport run : report.runs()) {
      Table.Cell name = Table.Cell.of(title(run.planned()));
      switch (run) {
        case RunReport.NotRun(var _, var reason) ->
            table.add(name, State.notRun(), Table.Cell.of(notRun(reason)), Table.Cell.EMPTY);
        case RunReport.Finished f -> {
          table.add(
              name,
              State.of(f.result()),
              Table.Cell.of(detail(f)),
              Table.Cell.of(Figures.seconds(f.took())));
          Combination good = f.planned().lastKnownGood();
          if (f.controlPassed() && good != null) {
            table.add(
                Table.Cell.of(title(good, f.planned().environment())),
                State.of(Result.PASSED),
                Table.Cell.of("(control run)"),
                Table.Cell.EMPTY);
          }
        }
      }
    }
    for (PlannedRun run : report.unproven()) {
      table.add(
          Table.Cell.of(title(run)), State.unproven(), Table.Cell.of("left out"), Table.Cell.EMPTY);
    }
    return table.lines(COLUMNS, colour);
  }

  static String detail(RunReport.Finished run) {
    String again = run.retried() ? ", retried" : "";
    String failed =
        run.checks().stream()
            .filter(c -> c.result() != Result.PASSED)
            .map(c -> Plain.of(c.name()))
            .collect(Collectors.joining(", "));
    return run.deciding()
        .map(_ -> failed + again)
        .orElse(run.checks().size() + " of " + run.checkCount() + again);
  }

  /** Without the words that the state beside it says already. */
  static String notRun(String reason) {
    String plain = Plain.of(reason);
    return plain.startsWith("stopped ") ? plain.substring("stopped ".length()) : plain;
  }

  static String title(PlannedRun run) {
    return title(run.combination(), run.environment());
  }

  private static String title(Combination combination, String environment) {
    return combination.title() + " · " + environment;
  }

  private static List<String> headline(ProveReport report, boolean colour) {
    String text = Sentences.headline(report);
    if (report.result() == Result.PASSED) {
      text = Hosts.covered(report).map(h -> withoutStop(report) + ": " + h + ".").orElse(text);
    }
    return sentence(report.result(), text, colour);
  }

  /** A result in words, its shape before it. */
  public static List<String> sentence(Result result, String text, boolean colour) {
    List<String> wrapped = Plain.wrapped(Plain.of(text), COLUMNS - 2);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < wrapped.size(); i++) {
      String shape = Tint.of(result).on(result.shape(), colour);
      lines.add((i == 0 ? shape + " " : "  ") + Tint.STRONG.on(wrapped.get(i), colour));
    }
    return lines;
  }

  private static String withoutStop(ProveReport report) {
    String text = Sentences.headline(report);
    return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
  }

  /** The lines that show the first cause. */
  private static List<String> evidence(ProveReport report) {
    List<String> shown =
        report.deciding().flatMap(RunReport.Finished::cause).map(Cause::evidence).orElse(List.of());
    if (shown.isEmpty()) {
      return List.of();
    }
    return Stream.concat(
            Stream.of(""),
            shown.stream()
                .limit(EVIDENCE_LINES)
                .map(line -> "    " + Plain.cut(stamped(Plain.of(line).strip()), COLUMNS - 4)))
        .toList();
  }

  /** A kernel's time stamp as short as people need it. */
  private static String stamped(String line) {
    return STAMP.matcher(line).replaceFirst("$1 ");
  }

  /** What it means for hosts. */
  private static Stream<String> meaning(ProveReport report) {
    return switch (report.result()) {
      case PASSED -> Stream.of();
      case FAILED ->
          Stream.of(
              Stream.concat(
                      report.deciding().stream()
                          .flatMap(run -> Hosts.running(report, run.planned()).stream()),
                      Stream.of(proofs(report)))
                  .collect(Collectors.joining(" ")));
      // What withholds the proofs is said by the sentence on negative controls.
      case COULD_NOT_TELL -> report.withheld() ? Stream.of() : Stream.of(proofs(report));
    };
  }

  private static String proofs(ProveReport report) {
    long given = passed(report).stream().filter(report.statements()::containsKey).count();
    String stay = stay(report);
    if (given == 0) {
      return "No proof was given" + (stay.isEmpty() ? "." : "; hosts " + stay + ".");
    }
    return given
        + " of "
        + Figures.count(report.runs().size() + report.unproven().size(), "combination")
        + " passed and "
        + (given == 1 ? "keeps its proof" : "keep their proofs")
        + (stay.isEmpty() ? "." : "; all other hosts " + stay + ".");
  }

  private static String stay(ProveReport report) {
    return report.runs().stream()
        .flatMap(run -> Optional.ofNullable(run.planned().lastKnownGood()).stream())
        .flatMap(good -> Stream.concat(Stream.of(good.application()), good.data().stream()))
        .filter(part -> part.artifact().equals(report.candidate().release().artifact()))
        .map(part -> "stay on " + part.title())
        .findFirst()
        .orElse("");
  }

  private static List<PlannedRun> passed(ProveReport report) {
    return report.runs().stream()
        .filter(r -> r instanceof RunReport.Finished f && f.result() == Result.PASSED)
        .map(RunReport::planned)
        .toList();
  }

  /** Of interest where a proof is given or withheld. */
  private static Stream<String> controls(ProveReport report) {
    boolean given = passed(report).stream().anyMatch(report.statements()::containsKey);
    return given || report.withheldByControls()
        ? Sentences.controls(report.controls()).stream()
        : Stream.of();
  }

  private static List<String> next(ProveReport report, Call call) {
    Map<String, String> facts = new java.util.LinkedHashMap<>();
    String folder = Plain.of(report.evidence().toString());
    List<PlannedRun> proven =
        passed(report).stream().filter(report.statements()::containsKey).toList();
    facts.put("Evidence", folder + "/  (report.html, consoles, result.json)");
    if (!proven.isEmpty()) {
      facts.put(
          proven.size() == 1 ? "Proof" : "Proofs",
          proven.size() == 1
              ? String.valueOf(report.statements().get(proven.getFirst()))
              : folder + "/*.proof.json");
      facts.put("Check", "sluice proof verify " + report.statements().get(proven.getFirst()));
    }
    boolean stopped =
        report.runs().stream().anyMatch(r -> r instanceof RunReport.NotRun)
            && report.result() == Result.FAILED;
    if (stopped && !call.keptGoing()) {
      facts.put("The rest", call.again() + " --keep-going");
    } else if (report.result() == Result.COULD_NOT_TELL && !report.withheld()) {
      facts.put("Again", call.again());
    }
    int width = facts.keySet().stream().mapToInt(String::length).max().orElse(0) + 3;
    // Paths and commands are not cut: they are there to be copied.
    return facts.entrySet().stream()
        .map(e -> "  " + Plain.padded(e.getKey(), width) + e.getValue())
        .toList();
  }
}
