package dev.sluice.cli.screen;

import static dev.sluice.cli.screen.Table.Column.FIXED;
import static dev.sluice.cli.screen.Table.Column.RIGHT;
import static dev.sluice.cli.screen.Table.Column.SHRINKS;

import dev.sluice.server.wire.WireRelease;
import dev.sluice.server.wire.WireRun;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A release of a server: the board while it is proven, and what it came to. */
public final class ReleaseScreen {
  private static final int COLUMNS = ProveScreen.COLUMNS;
  private static final int ABBREVIATED = 6;

  /** Of a lab key's id, as everywhere. */
  private static final int LAB = 8;

  /** Runs on a board that is redrawn: with the rest they fit the smallest usual terminal. */
  private static final int MOST_RUNS = 16;

  private static final int MOST_IMPACT = 6;

  /** Silence for longer wants a word. */
  public static final Duration PATIENCE = Duration.ofSeconds(15);

  private static final Pattern NAMES_RUN = Pattern.compile("^r[0-9]+: ");

  private ReleaseScreen() {}

  public static String title(WireRelease release) {
    return Plain.of(release.artifact() + " " + release.version());
  }

  /** What it is and where it lies. */
  public static List<String> header(WireRelease release, String server, boolean colour) {
    return List.of(
        Tint.STRONG.on(title(release), colour)
            + " ("
            + Figures.bytes(release.size())
            + ", sha256 "
            + abbreviated(release.content())
            + ")",
        "product " + Plain.of(release.product()) + " · " + Plain.of(server));
  }

  private static String abbreviated(String digest) {
    String plain = Plain.of(digest);
    return plain.length() < 2 * ABBREVIATED
        ? plain
        : plain.substring(0, ABBREVIATED) + "…" + plain.substring(plain.length() - 2);
  }

  /** A submission that is on its way. */
  public static List<String> sending(String title, long bytes, long all) {
    return List.of(
        "  sending %s: %s of %s"
            .formatted(Plain.of(title), Figures.bytes(bytes), Figures.bytes(all)));
  }

  /** While it is proven. */
  public static List<String> board(WireRelease release, Duration since, boolean colour) {
    List<String> lines = new ArrayList<>(runs(release, MOST_RUNS, colour));
    long ended = release.runs().stream().filter(run -> RunStage.of(run).isEnd()).count();
    lines.add(
        "  %s, %s%s"
            .formatted(
                Figures.seconds(since),
                release.state().replace('-', ' '),
                release.runs().isEmpty()
                    ? ""
                    : ": %d of %s ended"
                        .formatted(ended, Figures.count(release.runs().size(), "run"))));
    lines.addAll(waits(release));
    untouched(release, since).ifPresent(sentence -> lines.addAll(indented(sentence)));
    return lines;
  }

  /** What a release whose runs nobody takes may wait for; empty before that is worth saying. */
  public static Optional<String> untouched(WireRelease release, Duration since) {
    return since.compareTo(PATIENCE) > 0
            && !release.runs().isEmpty()
            && release.runs().stream().allMatch(run -> RunStage.of(run) == RunStage.WAITING)
        ? Optional.of(
            "No lab has taken a run yet. After a change of the pipeline file it first shows that"
                + " known-bad releases are stopped; is there one (sluice runner)?")
        : Optional.empty();
  }

  private static List<String> runs(WireRelease release, int most, boolean colour) {
    var table = new Table(SHRINKS, FIXED, SHRINKS, RIGHT);
    List<WireRun> shown = release.runs().stream().limit(most).toList();
    for (WireRun run : shown) {
      RunStage stage = RunStage.of(run);
      table.add(
          Table.Cell.of(
              Plain.of(String.valueOf(run.counterpart())) + " · " + Plain.of(run.environment())),
          stage.cell(),
          Table.Cell.of(detail(run, stage)),
          Table.Cell.of(run.millis() > 0 ? Figures.seconds(Duration.ofMillis(run.millis())) : ""));
    }
    List<String> lines = new ArrayList<>(table.lines(COLUMNS, colour));
    if (release.runs().size() > shown.size()) {
      lines.add("  and %d more".formatted(release.runs().size() - shown.size()));
    }
    return lines;
  }

  private static String detail(WireRun run, RunStage stage) {
    if (run.provenBy() != null) {
      return "as " + Plain.of(run.provenBy());
    }
    if (!stage.isEnd() && run.runner() != null) {
      return "on " + Plain.of(run.runner());
    }
    return run.lab() != null && run.lab().length() >= LAB
        ? "%s by %s".formatted(Plain.of(run.run()), Plain.of(run.lab().substring(0, LAB)))
        : Plain.of(run.run());
  }

  /** What it came to, in a sentence. */
  public static String sentence(WireRelease release) {
    String title = title(release);
    String why = why(release);
    return switch (Stage.of(release)) {
      case SUBMITTED -> title + " is submitted and waits for admission.";
      case PROVING -> title + " is being proven.";
      case PROVEN ->
          "%s is proven: %s passed. It is not handed on yet."
              .formatted(title, Figures.count(release.runs().size(), "run"));
      case HANDED_ON -> title + " is proven and handed on.";
      case DISPUTED -> "%s is not decided: %s".formatted(title, why);
      case UNDECIDED -> "could not tell whether %s works: %s".formatted(title, why);
      case SUPERSEDED ->
          "%s was %s before it was handed on: it needs no proof any more, and nothing says that it works."
              .formatted(title, why.isEmpty() ? "superseded" : why);
      case REFUSED -> "%s was refused: %s".formatted(title, why);
      case STOPPED -> "%s was stopped: %s".formatted(title, why);
    };
  }

  private static String why(WireRelease release) {
    String sentence = release.sentence() == null ? "" : Plain.of(release.sentence());
    return NAMES_RUN.matcher(sentence).replaceFirst("");
  }

  /** Everything beneath the header. */
  public static List<String> result(WireRelease release, boolean colour) {
    List<String> lines = new ArrayList<>();
    if (!release.runs().isEmpty()) {
      lines.add("");
      lines.addAll(runs(release, Integer.MAX_VALUE, colour));
    }
    lines.add("");
    Stage stage = Stage.of(release);
    lines.addAll(
        stage.isDecided()
            ? ProveScreen.sentence(stage.result(), sentence(release), colour)
            : Plain.wrapped("○ " + sentence(release), COLUMNS));
    lines.addAll(waits(release));
    lines.addAll(others(release));
    lines.addAll(facts(release));
    lines.add("");
    lines.addAll(next(release, stage));
    return lines;
  }

  /** What runs wait for, beside a free runner. */
  private static List<String> waits(WireRelease release) {
    return release.runs().stream()
        .filter(run -> RunStage.of(run) == RunStage.WAITING && run.sentence() != null)
        .collect(
            Collectors.groupingBy(
                run -> Plain.of(String.valueOf(run.sentence())),
                LinkedHashMap::new,
                Collectors.counting()))
        .entrySet()
        .stream()
        .limit(MOST_IMPACT)
        .flatMap(
            entry ->
                indented(
                    Figures.count(entry.getValue(), "run")
                        + (entry.getValue() == 1 ? " waits: " : " wait: ")
                        + entry.getKey())
                    .stream())
        .toList();
  }

  /** Runs that failed for another reason than the release's own. */
  private static List<String> others(WireRelease release) {
    String first = why(release);
    return release.runs().stream()
        .filter(run -> RunStage.of(run).isBad() && run.sentence() != null)
        .map(run -> Plain.of(String.valueOf(run.sentence())))
        .filter(sentence -> !sentence.isEmpty() && !sentence.equals(first))
        .distinct()
        .limit(MOST_IMPACT)
        .map(sentence -> Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1))
        .flatMap(sentence -> indented(sentence).stream())
        .toList();
  }

  private static List<String> facts(WireRelease release) {
    List<String> lines = new ArrayList<>();
    if (release.urgent() != null) {
      lines.addAll(
          indented(
              "Urgent: %s (%s)"
                  .formatted(
                      Plain.of(release.urgent()),
                      release.approvedBy() == null
                          ? "nobody has agreed yet"
                          : Plain.of(release.approvedBy()) + " agreed")));
    }
    release.impact().stream()
        .limit(MOST_IMPACT)
        .forEach(sentence -> lines.addAll(indented(Plain.of(sentence))));
    if (release.impact().size() > MOST_IMPACT) {
      lines.add(
          "  and %d more in sluice release show --json"
              .formatted(release.impact().size() - MOST_IMPACT));
    }
    if (release.provenance() != null) {
      lines.add("  Provenance  sha256 " + abbreviated(release.provenance()));
    }
    return lines;
  }

  private static List<String> indented(String text) {
    return Plain.wrapped(text, COLUMNS - 2).stream().map(line -> "  " + line).toList();
  }

  private static List<String> next(WireRelease release, Stage stage) {
    String title = title(release);
    List<String> lines = new ArrayList<>();
    lines.add(
        "  submitted by %s %s UTC, %s since %s"
            .formatted(
                Plain.of(release.submitter()),
                RunsScreen.time(release.submitted()),
                Plain.of(release.state().replace('-', ' ')),
                RunsScreen.time(release.since())));
    if (release.urgent() != null && release.approvedBy() == null && !stage.isDecided()) {
      lines.add("  agree         sluice release approve " + title);
    }
    switch (stage) {
      case SUBMITTED, PROVING -> lines.add("  see again     sluice release show " + title);
      case PROVEN -> {
        lines.add("  hand on       sluice release hand-on " + title);
        lines.add("  proofs        sluice release get " + title + " --proofs DIR");
      }
      case HANDED_ON -> lines.add("  proofs        sluice release get " + title + " --proofs DIR");
      case DISPUTED -> {
        lines.add("  let it pass   sluice release accept " + title + " --reason TEXT");
        lines.add("  stop it       sluice release reject " + title + " --reason TEXT");
      }
      case STOPPED, UNDECIDED -> {
        lines.add("  evidence      sluice release get " + title + " --report report.html");
        lines.add("  once more     sluice release retry " + title + " --reason TEXT");
      }
      case REFUSED -> lines.add("  once more     sluice release retry " + title + " --reason TEXT");
      case SUPERSEDED ->
          lines.add("  what is newer sluice releases " + Plain.of(release.artifact()));
    }
    return lines;
  }

  /** The list, newest first. */
  public static List<String> list(List<WireRelease> releases, boolean colour) {
    var table = new Table(SHRINKS, FIXED, FIXED, SHRINKS, SHRINKS);
    for (WireRelease release : releases) {
      table.add(
          Table.Cell.of(title(release)),
          Stage.of(release).cell(),
          Table.Cell.of(RunsScreen.time(release.submitted())),
          Table.Cell.of(Plain.of(release.submitter())),
          Table.Cell.of(detail(release)));
    }
    return table.lines(COLUMNS, colour);
  }

  private static String detail(WireRelease release) {
    String why = why(release);
    if (release.urgent() == null) {
      return why;
    }
    return why.isEmpty() ? "urgent" : "urgent; " + why;
  }

  /** How a run stands. */
  private enum RunStage {
    WAITING("○ waiting", Tint.QUIET),
    CLAIMED("◐ claimed", Tint.NONE),
    RUNNING("◐ running", Tint.NONE),
    PASSED("● passed", Tint.GOOD),
    FAILED("▲ failed", Tint.BAD),
    COULD_NOT_TELL("◇ could not tell", Tint.UNSURE),
    CANCELLED("○ cancelled", Tint.QUIET),
    EXPIRED("◇ expired", Tint.UNSURE);

    private final String shown;
    private final Tint tint;

    RunStage(String shown, Tint tint) {
      this.shown = shown;
      this.tint = tint;
    }

    static RunStage of(WireRun run) {
      return switch (run.state()) {
        case "queued" -> WAITING;
        case "claimed" -> CLAIMED;
        case "passed" -> PASSED;
        case "failed" -> FAILED;
        case "could-not-tell" -> COULD_NOT_TELL;
        case "cancelled" -> CANCELLED;
        case "expired" -> EXPIRED;
        default -> RUNNING;
      };
    }

    Table.Cell cell() {
      return new Table.Cell(shown, tint);
    }

    boolean isEnd() {
      return compareTo(PASSED) >= 0;
    }

    boolean isBad() {
      return this == FAILED || this == COULD_NOT_TELL || this == EXPIRED;
    }
  }
}
