package dev.sluice.cli.screen;

import static dev.sluice.cli.screen.Table.Column.FIXED;
import static dev.sluice.cli.screen.Table.Column.RIGHT;
import static dev.sluice.cli.screen.Table.Column.SHRINKS;

import dev.sluice.proving.history.PastCheck;
import dev.sluice.proving.history.PastFile;
import dev.sluice.proving.history.PastProve;
import dev.sluice.proving.history.PastRun;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What {@code sluice run show} shows. */
public final class RunScreen {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMM uuuu HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  private RunScreen() {}

  /** A whole prove: the sentence first, then its runs. */
  public static List<String> prove(PastProve prove, boolean colour) {
    List<String> lines =
        new ArrayList<>(ProveScreen.sentence(prove.result(), prove.sentence(), colour));
    lines.add("");
    var table = new Table(FIXED, FIXED, SHRINKS, SHRINKS, RIGHT);
    for (PastRun run : prove.runs()) {
      table.add(
          Table.Cell.of(run.id().toString()),
          State.of(run.ending().result()),
          Table.Cell.of(title(run)),
          Table.Cell.of(RunsScreen.detail(run)),
          Table.Cell.of(Figures.seconds(run.ending().took())));
    }
    lines.addAll(table.lines(ProveScreen.COLUMNS, colour));
    int left = prove.planned() - prove.runs().size();
    if (left > 0) {
      lines.add("  " + Figures.count(left, "planned run") + " came to no result.");
    }
    lines.add("");
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("Proven", proven(prove));
    facts.put("Candidate", candidate(prove));
    facts.put("Evidence", Plain.of(prove.where().evidence().toString()) + "/");
    if (!prove.runs().isEmpty()) {
      facts.put("Console", "sluice run logs " + prove.id() + " --beside");
      facts.put("Again", "sluice run reproduce " + prove.id());
    }
    lines.addAll(listed(facts));
    return lines;
  }

  /** One run: what it came to, its checks, its boots. */
  public static List<String> run(PastProve prove, PastRun run, boolean colour) {
    String cause = run.ending().cause();
    String goesRed = run.subject().goesRed();
    List<String> lines = new ArrayList<>();
    lines.addAll(
        ProveScreen.sentence(
            run.ending().result(),
            goesRed != null
                ? prove.sentence()
                : prove.candidate().title()
                    + (cause == null
                        ? " works with " + run.place().counterpart() + "."
                        : ": " + cause),
            colour));
    lines.add("  " + Plain.of(title(run)));
    lines.add("");
    var table = new Table(SHRINKS, FIXED, RIGHT);
    for (PastCheck check : run.checks()) {
      table.add(
          Table.Cell.of(Plain.of(check.name())),
          State.of(check.result()),
          Table.Cell.of(Figures.seconds(check.took())));
    }
    lines.addAll(table.lines(ProveScreen.COLUMNS, colour));
    lines.add("");
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("Run", run.id() + ", " + Figures.seconds(run.ending().took()) + again(run));
    facts.put("Proven", proven(prove));
    facts.put("Candidate", candidate(prove));
    facts.put("Evidence", Plain.of(prove.where().evidence().toString()) + "/");
    if (goesRed != null) {
      facts.put(
          "Control",
          "must go red at " + Plain.of(goesRed) + (run.isRedAsItMust() ? ", and did" : ""));
    }
    String statement = run.ending().statement();
    if (statement != null) {
      facts.put("Statement", Plain.of(statement));
    }
    for (PastFile file : run.files()) {
      Duration lasted = file.lasted();
      boolean own = !file.name().startsWith("control-") && !file.name().contains(".making.");
      if (lasted != null && own) {
        facts.merge("Boots", Figures.seconds(lasted), (before, next) -> before + " · " + next);
      }
    }
    facts.put("Console", "sluice run logs " + run.id() + " --beside");
    if (run.files().stream().anyMatch(file -> isDisplay(file.name()))) {
      facts.put("Display", "sluice run screenshot " + run.id());
    }
    facts.put("Again", "sluice run reproduce " + run.id());
    lines.addAll(listed(facts));
    return lines;
  }

  private static boolean isDisplay(String file) {
    return file.endsWith(".screen.png") && !file.startsWith("control-");
  }

  private static String again(PastRun run) {
    return (run.ending().retried() ? ", at the second attempt" : "")
        + (run.ending().controlPassed() ? ", the control run passed" : "");
  }

  private static String title(PastRun run) {
    return Plain.of(run.place().combination()) + " · " + Plain.of(run.place().environment());
  }

  private static String proven(PastProve prove) {
    return DAY.format(prove.at()) + " UTC, in " + Figures.seconds(prove.took());
  }

  private static String candidate(PastProve prove) {
    return Plain.of(prove.candidate().file().toString())
        + " (sha256 "
        + prove.candidate().digest().abbreviated()
        + ")";
  }

  static List<String> listed(Map<String, String> facts) {
    int width = facts.keySet().stream().mapToInt(String::length).max().orElse(0) + 3;
    // Paths and commands are not cut: they are there to be copied.
    return facts.entrySet().stream()
        .map(fact -> "  " + Plain.padded(fact.getKey(), width) + fact.getValue())
        .toList();
  }
}
