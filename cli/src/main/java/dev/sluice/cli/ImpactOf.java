package dev.sluice.cli;

import dev.sluice.cli.screen.ImpactScreen;
import dev.sluice.model.Version;
import dev.sluice.model.impact.Answer;
import dev.sluice.model.impact.Failure;
import dev.sluice.model.impact.Impact;
import dev.sluice.model.impact.Sentences;
import dev.sluice.model.outcome.Thing;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice impact vendor}, and the same of every other kind of thing. */
@Command(
    sortOptions = false,
    footer = {
      "Exit status: 0 answered, whatever the answer is; 2 the file is not valid, or has no such",
      "thing."
    })
final class ImpactOf implements Callable<Integer> {
  private final Program program;
  private final String word;

  @Parameters(index = "0", paramLabel = "NAME", description = "As in the file.")
  private String name = "";

  @Option(
      names = "--for",
      paramLabel = "TIME",
      description = "How long the failure lasts, such as 6h (default: until further notice).")
  private @Nullable Duration lasts;

  @Option(
      names = "--from",
      paramLabel = "HH:MM",
      description = "When it begins, to be told moments as times of the day.")
  private @Nullable LocalTime from;

  @Mixin private AskedOutcomes asked = new AskedOutcomes();
  @Mixin private Common common = new Common();

  /**
   * A question after one kind.
   *
   * @param word the kind's, or {@code release}
   */
  ImpactOf(Program program, String word) {
    this.program = program;
    this.word = word;
  }

  @Override
  public Integer call() {
    Impact impact = asked.impact(program);
    Failure failure = failure();
    if (impact.thing(failure) == null) {
      throw unknown(impact, failure);
    }
    Answer answer = impact.of(failure);
    Printer printer = program.printer(common);
    if (failure.version() != null && !impact.releases(failure.name()).contains(failure.version())) {
      nobodyRuns(impact, failure, printer);
    }
    if (asked.isJson()) {
      printer.out().print(ImpactJson.of(asked.file(), impact, answer));
    } else {
      var sentences = new Sentences(impact.today(), impact.outcomes().policy(), from);
      ImpactScreen.of(answer, sentences, printer.outIsLive()).forEach(printer.out()::println);
    }
    return Exit.DONE;
  }

  /** Else "safe" would be read as "harmless". */
  private static void nobodyRuns(Impact impact, Failure failure, Printer printer) {
    List<Version> written = impact.releases(failure.name());
    printer
        .err()
        .println(
            "Note: no group is written down to run %s%s.\n"
                    .formatted(
                        failure.title(),
                        written.isEmpty()
                            ? ""
                            : "; under runs there is "
                                + written.stream()
                                    .map(version -> failure.name() + "@" + version)
                                    .collect(Collectors.joining(", ")))
                + "  What it would do once hosts run it: write it under runs in a copy, and ask of that.");
  }

  private Failure failure() {
    if (!word.equals("release")) {
      return new Failure(Thing.Kind.of(word).orElseThrow(), name, null, lasts);
    }
    int at = name.indexOf('@');
    if (at < 0 || !Version.isValid(name.substring(at + 1))) {
      throw new Unusable(
          "sluice impact release: \"" + name + "\" is no ARTIFACT@VERSION, such as sensor@7.16");
    }
    return new Failure(
        Thing.Kind.ARTIFACT, name.substring(0, at), new Version(name.substring(at + 1)), lasts);
  }

  private Unusable unknown(Impact impact, Failure failure) {
    List<Thing> things = impact.outcomes().things();
    String other =
        things.stream()
            .filter(thing -> thing.name().equals(failure.name()))
            .findFirst()
            .map(thing -> "; it is a " + thing.kind().word())
            .orElse("");
    List<String> known =
        things.stream().filter(thing -> thing.kind() == failure.kind()).map(Thing::name).toList();
    return new Unusable(
        "sluice impact %s: %s has no %s \"%s\"%s%s"
            .formatted(
                word,
                asked.file(),
                failure.kind().word(),
                failure.name(),
                other,
                NearWord.hint(failure.name(), known)),
        known.isEmpty()
            ? "  there is none"
            : "  there is " + String.join(", ", known.stream().limit(20).toList()));
  }
}
