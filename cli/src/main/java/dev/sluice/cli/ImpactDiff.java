package dev.sluice.cli;

import dev.sluice.cli.screen.DifferenceScreen;
import dev.sluice.cli.screen.Plain;
import dev.sluice.model.impact.Difference;
import dev.sluice.model.impact.Impact;
import dev.sluice.model.impact.Sentences;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice impact diff}. */
@Command(
    name = "diff",
    sortOptions = false,
    description = {
      "Show what a planned change makes worse, before it is deployed.",
      "",
      "With --gate the change is stopped when an outcome comes to hang on one thing with",
      "nothing standing in that was tried, when people are harmed sooner than before, or when",
      "less is known or protected. What was bad already stops nothing."
    },
    footer = {
      "Exit status: 0 shown, or with --gate nothing is stopped; 1 with --gate, the change is",
      "stopped; 2 a file is not valid.",
      "",
      "Under GITHUB_ACTIONS or GITLAB_CI what is stopped is also said in their ways.",
      "",
      "Examples:",
      "  sluice impact diff outcomes.yaml with-new-edr.yaml",
      "  sluice impact diff outcomes.yaml with-new-edr.yaml --gate --junit impact.xml"
    })
final class ImpactDiff implements Callable<Integer> {
  private final Program program;

  @Parameters(index = "0", paramLabel = "OLD", description = "The file of outcomes as it is.")
  private Path old = OutcomesSource.OWN;

  @Parameters(index = "1", paramLabel = "NEW", description = "The same with the change.")
  private Path fresh = OutcomesSource.OWN;

  @Option(names = "--gate", description = "Exit 1 when NEW is stopped.")
  private boolean gate;

  @Option(names = "--junit", paramLabel = "FILE", description = "Write the result as JUnit XML.")
  private @Nullable Path junit;

  @Option(
      names = "--today",
      paramLabel = "DATE",
      description = "Compare as on this day: decides which drills and waivers still count.")
  private @Nullable LocalDate today;

  @Option(names = "--json", description = "The difference as JSON.")
  private boolean json;

  @Mixin private Common common = new Common();

  ImpactDiff(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() throws IOException {
    LocalDate day =
        today == null ? LocalDate.ofInstant(program.clock().instant(), ZoneOffset.UTC) : today;
    Impact before = Impact.of(OutcomesSource.valid(old), day);
    Impact after = Impact.of(OutcomesSource.valid(fresh), day);
    Difference difference = Difference.of(before, after);
    var sentences = new Sentences(day, after.outcomes().policy(), null);
    Printer printer = program.printer(common);
    if (json) {
      printer.out().print(DifferenceJson.of(fresh, after, old, difference, sentences));
    } else {
      DifferenceScreen.of(difference, sentences, printer.outIsLive())
          .forEach(printer.out()::println);
    }
    if (gate) {
      // On the way for notes where the other is for JSON alone.
      var annotations =
          new Annotations(program.environment(), json ? printer.err() : printer.out());
      difference.worse().stream()
          .filter(Difference.Worse::isStopped)
          .forEach(worse -> annotations.error(fresh, worse.outcome().line(), sentences.of(worse)));
    }
    if (junit != null) {
      write(junit, DifferenceJUnit.of(Plain.of(fresh.toString()), difference, sentences));
    }
    return gate && difference.isStopped() ? Exit.NO : Exit.DONE;
  }

  private static void write(Path file, String text) throws IOException {
    if (file.getParent() != null) {
      Files.createDirectories(file.getParent());
    }
    Files.writeString(file, text, StandardCharsets.UTF_8);
  }
}
