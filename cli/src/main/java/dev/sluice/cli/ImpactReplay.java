package dev.sluice.cli;

import dev.sluice.cli.screen.ReplayScreen;
import dev.sluice.model.impact.Impact;
import dev.sluice.model.impact.Incident;
import dev.sluice.model.impact.Replay;
import dev.sluice.model.impact.Sentences;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice impact replay}. */
@Command(
    name = "replay",
    sortOptions = false,
    description = {
      "Replay single-vendor failures that happened against your own file.",
      "",
      "Each is tried on every vendor of the same kind (edr, cdn, mobile, identity, …): all that",
      "it supplies fails for as long as the incident lasted. With an incident's name: what",
      "happened, with the addresses of public pages, and the whole answer."
    },
    footer = {
      "Exit status: 0 answered, whatever the answer is; 2 the file is not valid, or there is no",
      "such incident.",
      "",
      "Examples:",
      "  sluice impact replay",
      "  sluice impact replay --kind cdn",
      "  sluice impact replay crowdstrike-channel-291"
    })
final class ImpactReplay implements Callable<Integer> {
  private final Program program;

  @Parameters(
      index = "0",
      arity = "0..1",
      hideParamSyntax = true,
      paramLabel = "INCIDENT",
      description = "One of them, by its name.")
  private @Nullable String name;

  @Option(names = "--kind", paramLabel = "KIND", description = "Only vendors of this kind.")
  private @Nullable String kind;

  @Mixin private AskedOutcomes asked = new AskedOutcomes();
  @Mixin private Common common = new Common();

  ImpactReplay(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() {
    List<Incident> incidents =
        Incident.all().stream()
            .filter(incident -> name == null || incident.id().equals(name))
            .filter(incident -> kind == null || incident.kind().equals(kind))
            .toList();
    if (incidents.isEmpty()) {
      List<String> known =
          Incident.all().stream()
              .map(incident -> name == null ? incident.kind() : incident.id())
              .distinct()
              .sorted()
              .toList();
      String typed = name == null ? String.valueOf(kind) : name;
      throw new Unusable(
          "sluice impact replay: no incident \"%s\"%s"
              .formatted(typed, NearWord.hint(typed, known)),
          "  there is " + String.join(", ", known));
    }
    Impact impact = asked.impact(program);
    List<Replay> replays = incidents.stream().map(incident -> Replay.of(impact, incident)).toList();
    Printer printer = program.printer(common);
    var sentences = new Sentences(impact.today(), impact.outcomes().policy(), null);
    if (asked.isJson()) {
      printer.out().print(ImpactJson.of(asked.file(), impact, replays, sentences));
    } else if (name == null) {
      ReplayScreen.of(replays, printer.outIsLive()).forEach(printer.out()::println);
    } else {
      ReplayScreen.of(replays.getFirst(), sentences, printer.outIsLive())
          .forEach(printer.out()::println);
    }
    return Exit.DONE;
  }
}
