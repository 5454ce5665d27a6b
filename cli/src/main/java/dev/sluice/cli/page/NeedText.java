package dev.sluice.cli.page;

import dev.sluice.model.impact.Sentences;
import dev.sluice.model.outcome.Requirement;
import java.util.List;
import java.util.stream.Collectors;

/** What something needs, as a line of text. */
final class NeedText {
  private NeedText() {}

  static String of(Requirement needs) {
    return switch (needs) {
      case Requirement.One(var thing) -> thing;
      case Requirement.Running(var artifact, var version) ->
          version == null ? artifact : artifact + " " + version.value();
      case Requirement.All(var of) -> of.isEmpty() ? "nothing" : joined(of, ", ");
      case Requirement.Any(var of) -> "(" + joined(of, " or ") + ")";
      case Requirement.AtLeast(var count, var of) ->
          "%d of (%s)".formatted(count, joined(of, ", "));
      case Requirement.Quorum(var hosts, var group) ->
          "%s of %s".formatted(Numbers.count(hosts, "host"), group);
      case Requirement.Softened(var of, var without, var holdsFor) ->
          of(of)
              + switch (without) {
                case Requirement.Without.Lost _ ->
                    holdsFor.isZero() ? "" : " (felt after " + Sentences.spoken(holdsFor) + ")";
                case Requirement.Without.Degraded(var how) -> " (without it: " + how + ")";
                case Requirement.Without.Unaffected _ -> " (goes on without it)";
              };
    };
  }

  private static String joined(List<Requirement> of, String by) {
    return of.stream().map(NeedText::of).collect(Collectors.joining(by));
  }
}
