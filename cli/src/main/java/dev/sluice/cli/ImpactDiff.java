package dev.sluice.cli;

import dev.sluice.cli.screen.DifferenceScreen;
import dev.sluice.cli.screen.Plain;
import dev.sluice.model.drill.Drills;
import dev.sluice.model.impact.Difference;
import dev.sluice.model.impact.Impact;
import dev.sluice.model.impact.Sentences;
import dev.sluice.model.outcome.Outcomes;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
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
      "Under GITHUB_ACTIONS or GITLAB_CI what is stopped is also said in their ways. GitLab",
      "shows it at the line with --gitlab FILE, named under artifacts:reports:codequality.",
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
      names = "--gitlab",
      paramLabel = "FILE",
      description = "Write the result as a code quality report, which GitLab shows at the line.")
  private @Nullable Path gitlab;

  @Option(names = "--json", description = "The difference as JSON.")
  private boolean json;

  @Mixin private AskedDay asked = new AskedDay();
  @Mixin private Common common = new Common();

  ImpactDiff(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() {
    LocalDate day = asked.of(program);
    // A drill is no part of the change, so both are judged by the same ones.
    DrillFile record = DrillFile.of(fresh);
    Drills drills = (record.exists() ? record : DrillFile.of(old)).read().drills();
    List<Outcomes> both = OutcomesSource.written(List.of(old, fresh));
    Impact before = Impact.of(drills.found(both.getFirst(), day), day);
    Impact after = Impact.of(drills.found(both.getLast(), day), day);
    Difference difference = Difference.of(before, after);
    var sentences = new Sentences(day, after.outcomes().policy(), null);
    Printer printer = program.printer(common);
    if (json) {
      printer.out().print(DifferenceJson.of(fresh, after, old, difference, sentences));
    } else {
      DifferenceScreen.of(difference, sentences, printer.outIsLive())
          .forEach(printer.out()::println);
    }
    var server = new BuildServer(program.environment());
    if (gate) {
      // On the way for notes where the other is for JSON alone.
      var annotations = new Annotations(server, json ? printer.err() : printer.out());
      difference.worse().stream()
          .filter(Difference.Worse::isStopped)
          .forEach(
              worse -> annotations.error(fresh, DifferenceJson.line(worse), sentences.of(worse)));
    }
    if (junit != null) {
      write(junit, DifferenceJUnit.of(Plain.of(fresh.toString()), difference, sentences));
    }
    if (gitlab != null) {
      write(gitlab, DifferenceGitlab.of(server.path(fresh), difference, sentences));
    }
    return gate && difference.isStopped() ? Exit.NO : Exit.DONE;
  }

  private void write(Path to, String text) {
    OutFile.write("impact diff", to, text, old, fresh);
  }
}
