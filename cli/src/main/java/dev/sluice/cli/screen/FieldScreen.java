package dev.sluice.cli.screen;

import static dev.sluice.cli.screen.Table.Column.RIGHT;
import static dev.sluice.cli.screen.Table.Column.WRAPS;

import dev.sluice.model.field.Coverage;
import dev.sluice.model.field.HostGroup;
import dev.sluice.model.field.Running;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What {@code sluice check --field} shows: for which hosts a proof would count. */
public final class FieldScreen {
  private static final int MOST_SHOWN = 20;

  private FieldScreen() {}

  /**
   * The whole answer.
   *
   * @param stanza an environment for the largest gap; empty when none would close one
   * @param installed whether releases of the pipeline file name the images that have them
   */
  public static List<String> of(
      String file, Coverage coverage, List<String> stanza, boolean installed) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s: %s of %s."
            .formatted(
                Plain.of(file),
                Figures.count(coverage.hosts(), "host"),
                Figures.count(coverage.groups(), "kind")));
    lines.addAll(
        sentence(
            "For %s of them a proof counts: an environment stands for them and has what they run."
                .formatted(coverage.stranded() == 0 ? "all" : Figures.count(coverage.covered()))));
    if (!coverage.gaps().isEmpty()) {
      lines.add("");
      lines.addAll(
          sentence(
              "For %s no proof counts, so nothing would roll out to them:"
                  .formatted(Figures.count(coverage.stranded(), "host"))));
      lines.add("");
      lines.addAll(gaps(coverage.gaps()));
    }
    if (!coverage.absent().isEmpty()) {
      lines.add("");
      lines.addAll(sentence("Releases that hosts run and the pipeline file does not have:"));
      var table = new Table(RIGHT, WRAPS);
      coverage.absent().stream()
          .limit(MOST_SHOWN)
          .forEach(one -> table.add(hosts(one.hosts()), text(one.release().toString())));
      lines.addAll(table.lines(ProveScreen.COLUMNS, false));
      further(coverage.absent().size()).ifPresent(lines::add);
    }
    if (!coverage.unused().isEmpty()) {
      lines.add("");
      lines.addAll(sentence("Run by no host here: " + named(coverage.unused()) + "."));
    }
    if (!coverage.untold().isEmpty()) {
      lines.add("");
      lines.addAll(
          sentence(
              "No environment tells hosts apart by "
                  + coverage.untold().stream()
                      .map(FieldScreen::untold)
                      .collect(Collectors.joining(", "))
                  + ": a proof made with one value counts for all."));
    }
    if (!stanza.isEmpty()) {
      lines.add("");
      lines.addAll(
          sentence("An environment for the largest gap that lacks one, beneath environments:"));
      lines.add("");
      stanza.forEach(line -> lines.add("  " + Plain.of(line)));
      if (installed) {
        lines.add("");
        lines.addAll(sentence("Name it under installed-in of the releases that its image has."));
      }
    }
    return lines;
  }

  private static List<String> gaps(List<Coverage.Gap> gaps) {
    var table = new Table(RIGHT, WRAPS);
    for (Coverage.Gap gap : gaps.subList(0, Math.min(gaps.size(), MOST_SHOWN))) {
      table.add(hosts(gap.hosts()), text(facts(gap.facts())));
      table.add(Table.Cell.EMPTY, text(cause(gap.cause())));
    }
    List<String> lines = new ArrayList<>(table.lines(ProveScreen.COLUMNS, false));
    further(gaps.size()).ifPresent(lines::add);
    return lines;
  }

  private static Optional<String> further(int all) {
    return all <= MOST_SHOWN
        ? Optional.empty()
        : Optional.of("  … and %s more; --json has all".formatted(Figures.count(all - MOST_SHOWN)));
  }

  private static String cause(Coverage.Cause cause) {
    return switch (cause) {
      case Coverage.Cause.NoEnvironment(var nearest) when nearest == null ->
          "no environment stands for them";
      case Coverage.Cause.NoEnvironment(var nearest) ->
          "no environment stands for them; the nearest, %s, is for %s"
              .formatted(nearest.environment(), facts(nearest.otherwise()));
      case Coverage.Cause.AbsentReleases(var releases) ->
          "they run %s, which the pipeline file does not have".formatted(named(releases));
      case Coverage.Cause.InstalledElsewhere(var release, var installedIn) ->
          "they run %s, which is installed in %s alone"
              .formatted(release, String.join(", ", installedIn));
    };
  }

  private static String named(List<Running> releases) {
    return releases.stream().map(Running::toString).collect(Collectors.joining(", "));
  }

  private static String facts(Map<String, String> facts) {
    return facts.isEmpty()
        ? "no fact that an environment names"
        : HostGroup.inOrder(facts).stream()
            .map(fact -> fact.getKey() + " " + fact.getValue())
            .collect(Collectors.joining(", "));
  }

  private static String untold(Coverage.Untold fact) {
    return "%s (%s%s)"
        .formatted(
            fact.fact(), Figures.count(fact.values(), "value"), fact.orMore() ? " or more" : "");
  }

  private static Table.Cell hosts(long hosts) {
    return text(Figures.count(hosts, "host"));
  }

  private static Table.Cell text(String text) {
    return Table.Cell.of(Plain.of(text));
  }

  private static List<String> sentence(String text) {
    return Plain.wrapped(Plain.of(text), ProveScreen.COLUMNS);
  }
}
