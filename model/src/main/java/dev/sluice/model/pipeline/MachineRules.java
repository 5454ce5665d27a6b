package dev.sluice.model.pipeline;

import dev.sluice.model.file.Findings;
import dev.sluice.model.file.Located;
import dev.sluice.model.file.Nearest;
import dev.sluice.model.file.Quoted;
import dev.sluice.model.file.Span;
import dev.sluice.model.pipeline.Draft.EnvironmentDraft;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The rules about checks that only a machine can show. */
final class MachineRules {
  /** In every suite, or in every suite of data: without them there is no proof. */
  private static final Set<String> NEVER =
      Set.of("recovers-forward", "format", "in-force", "catches", "leaves-alone");

  private final Findings findings;
  private final Draft draft;

  MachineRules(Findings findings, Draft draft) {
    this.findings = findings;
    this.draft = draft;
  }

  void judge() {
    Set<String> movable = movable();
    Set<String> seen = new HashSet<>();
    for (Located<String> name : draft.needMachine()) {
      if (!seen.add(name.value())) {
        problem(name.span(), Quoted.of(name.value()) + " is listed twice", "once is enough");
      } else if (Immovable.CHECKS.contains(name.value())) {
        problem(
            name.span(),
            "%s is in every suite, in every environment".formatted(Quoted.of(name.value())),
            "a proof without %s would say nothing".formatted(name.value()),
            allowed(movable));
      } else if (NEVER.contains(name.value()) || standsForOne(name.value())) {
        problem(
            name.span(),
            "%s is needed wherever there is a proof".formatted(Quoted.of(name.value())),
            "being alive is not enough, in a sandbox no more than elsewhere",
            allowed(movable));
      } else if (!movable.contains(name.value())
          && draft.smoke().readable()
          && draft.regression().readable()) {
        findings.addNear(
            Nearest.to(name.value(), movable),
            "suites.needs-machine",
            name.span(),
            "no suite has a check %s".formatted(Quoted.of(name.value())),
            allowed(movable));
      }
    }
    judgeMachines(movable);
  }

  private static String allowed(Set<String> movable) {
    return movable.isEmpty()
        ? "no check of the suites can be left out of a sandbox"
        : "allowed: " + String.join(", ", movable);
  }

  private void problem(Span at, String message, String... wayOut) {
    findings.addFor("suites.needs-machine", at, message, wayOut);
  }

  private Set<String> movable() {
    Set<String> names = new TreeSet<>();
    Stream.of(draft.smoke(), draft.regression())
        .flatMap(suite -> suite.mentioned().stream())
        .filter(name -> !Immovable.CHECKS.contains(name) && !NEVER.contains(name))
        .filter(name -> !standsForOne(name))
        .forEach(names::add);
    return names;
  }

  private boolean standsForOne(String name) {
    return checks()
        .anyMatch(
            check ->
                check.value() instanceof CheckSpec.UserCommand own
                    && own.name().equals(name)
                    && own.standsFor() != null);
  }

  private Stream<Located<CheckSpec>> checks() {
    return Stream.of(draft.smoke(), draft.regression()).flatMap(suite -> suite.checks().stream());
  }

  private void judgeMachines(Set<String> movable) {
    List<EnvironmentDraft> environments = draft.environments();
    if (environments.isEmpty()
        || environments.stream().anyMatch(e -> e.driver() != DriverWord.PROCESS)) {
      return;
    }
    Set<Located<String>> needing = new LinkedHashSet<>();
    draft.needMachine().stream()
        .filter(name -> movable.contains(name.value()))
        .forEach(needing::add);
    checks()
        .filter(check -> check.value() instanceof CheckSpec.SurvivesDates)
        .forEach(check -> needing.add(new Located<>(check.value().name(), check.span())));
    for (Located<String> name : needing) {
      @Nullable String why =
          name.value().equals(SuiteRules.DATES) ? "a sandbox has no clock of its own" : null;
      findings.addFor(
          why == null ? "suites.needs-machine" : "suites.SUITE.survives-dates",
          name.span(),
          "%s needs a machine, and no environment is one".formatted(name.value()),
          "add an environment with driver qemu or machine, or leave the check out"
              + (why == null ? "" : ": " + why));
    }
  }
}
