package dev.sluice.cli;

import dev.sluice.model.drill.Drill;
import dev.sluice.model.impact.Impact;
import dev.sluice.model.impact.Readiness;
import dev.sluice.model.outcome.Outcome;
import dev.sluice.model.outcome.Way;
import dev.sluice.server.impact.DrillLine;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** {@code sluice drill record}. */
@Command(
    name = "record",
    sortOptions = false,
    description = {
      "Keep what a drill found, in drills.jsonl beside the file of outcomes.",
      "",
      "What worked partly does not count, until a later drill worked. A mistake is put right by",
      "one more record of the same day: the later one speaks."
    },
    footer = {
      "Exit status: 0 recorded; 2 not recorded, the record is as it was.",
      "",
      "Examples:",
      "  sluice drill record admission --found worked --by 'Ward 3, day shift'",
      "  sluice drill record admission --found partly --by 'A. Nurse' --on 2026-11-20 \\",
      "    --notes 'no forms in the box at the door'"
    })
final class DrillRecord implements Callable<Integer> {
  private final Program program;

  @Parameters(index = "0", paramLabel = "OUTCOME", description = "Its short name in the file.")
  private String name = "";

  @Option(
      names = "--found",
      paramLabel = "FOUND",
      required = true,
      description = "worked, partly or did-not-work.")
  private String found = "";

  @Option(
      names = "--by",
      paramLabel = "WHO",
      required = true,
      description = "Who was there: a name, a ward, a shift.")
  private String by = "";

  @Option(
      names = "--on",
      paramLabel = "DATE",
      description = "The day of the drill (default: today).")
  private @Nullable LocalDate on;

  @Option(names = "--notes", paramLabel = "TEXT", description = "What was missing, what took long.")
  private @Nullable String notes;

  @Mixin private AskedOutcomes asked = new AskedOutcomes();
  @Mixin private Common common = new Common();

  DrillRecord(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() {
    Impact impact = asked.impact(program);
    Path file = asked.file();
    Outcome outcome = DrillPlanned.outcome(impact, file, name, "record");
    Way fallback = Objects.requireNonNull(outcome.fallback());
    Drill.Found how =
        Drill.Found.of(found)
            .orElseThrow(
                () ->
                    new Unusable(
                        "sluice drill record: --found \"%s\" is none of %s"
                            .formatted(found, DrillLine.words())));
    LocalDate day = on == null ? impact.today() : on;
    if (day.isAfter(impact.today())) {
      throw new Unusable(
          "sluice drill record: --on %s is after today, %s".formatted(day, impact.today()),
          "  record a drill when it was made");
    }
    var drill =
        new Drill(
            name,
            fallback.says(),
            day,
            how,
            text("--by", by),
            notes == null ? null : text("--notes", notes));
    DrillFile record = DrillFile.of(file);
    DrillFile.Content before = record.add(drill);
    Printer printer = program.printer(common);
    if (!before.cut().isEmpty()) {
      printer
          .err()
          .println(
              "sluice drill record: the last line of %s was cut off, and is gone; it was never recorded"
                  .formatted(record.path()));
    }
    Way now =
        Objects.requireNonNull(
            DrillPlanned.outcome(asked.impact(program), file, name, "record").fallback());
    if (asked.isJson()) {
      ObjectNode root = ImpactJson.root("drill-record", file, impact);
      root.put("recorded", record.path().toString());
      root.set("drill", DrillLine.json(drill));
      root.put("counts", counts(impact, now));
      printer.out().print(ImpactJson.write(root));
    } else {
      printer.out().println("Recorded in " + record.path() + ".");
      printer
          .out()
          .println(
              counts(impact, now)
                  ? "The fallback of %s counts until %s.".formatted(name, until(impact, now))
                  : "The fallback of %s does not count, until a later drill works."
                      .formatted(name));
    }
    return Exit.DONE;
  }

  private static boolean counts(Impact impact, Way fallback) {
    return Readiness.of(fallback, impact.today(), impact.outcomes().policy()).counts();
  }

  private static String until(Impact impact, Way fallback) {
    LocalDate tried = Objects.requireNonNull(fallback.exercised());
    return tried.plusDays(impact.outcomes().policy().days()).toString();
  }

  private static String text(String option, String text) {
    String stripped = text.strip();
    if (stripped.isEmpty() || stripped.length() > DrillLine.MOST_TEXT) {
      throw new Unusable(
          "sluice drill record: %s is a text of 1 to %,d characters, not %,d"
              .formatted(option, DrillLine.MOST_TEXT, stripped.length()));
    }
    if (stripped.chars().anyMatch(c -> Character.isISOControl(c) && c != '\n')) {
      throw new Unusable("sluice drill record: %s has a control character".formatted(option));
    }
    return stripped;
  }
}
