package dev.sluice.model.pipeline;

import dev.sluice.model.file.Fields;
import dev.sluice.model.file.Findings;
import dev.sluice.model.file.Located;
import dev.sluice.model.file.Measures;
import dev.sluice.model.file.Quoted;
import dev.sluice.model.file.Span;
import dev.sluice.model.pipeline.Draft.ArtifactDraft;
import dev.sluice.model.pipeline.Draft.EnvironmentDraft;
import dev.sluice.model.pipeline.Draft.KindWord;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The rules about checks and what they need. */
final class SuiteRules {
  static final String DATES = "survives-dates";

  private final Findings findings;
  private final Draft draft;

  SuiteRules(Findings findings, Draft draft) {
    this.findings = findings;
    this.draft = draft;
  }

  private List<Located<CheckSpec>> all() {
    return Stream.of(draft.smoke(), draft.regression()).flatMap(s -> s.checks().stream()).toList();
  }

  void judge() {
    judgeRepeats();
    judgeSamples();
    needsVerb("probe", SuiteRules::probes);
    needsVerb("install", CheckSpec.Installs.class::isInstance);
    all().stream()
        .filter(check -> check.value() instanceof CheckSpec.StaysWithin)
        .forEach(this::judgeMemory);
  }

  private void judgeRepeats() {
    Map<String, Span> seen = new HashMap<>();
    for (Located<CheckSpec> check : all()) {
      String name = check.value().name();
      @Nullable Span first = seen.putIfAbsent(name, check.span());
      if (first == null) {
        continue;
      }
      boolean samples =
          check.value() instanceof CheckSpec.Catches
              || check.value() instanceof CheckSpec.LeavesAlone;
      findings.addFor(
          "suites",
          check.span(),
          "check %s is there already, in line %d".formatted(Quoted.of(name), first.line()),
          samples
              ? "add the samples to the list there; regression has all checks of smoke"
              : "one each; regression has all checks of smoke");
    }
  }

  private void judgeSamples() {
    Map<String, String> seen = new HashMap<>();
    for (Located<CheckSpec> check : all()) {
      List<String> samples =
          switch (check.value()) {
            case CheckSpec.Catches(var files) -> files;
            case CheckSpec.LeavesAlone(var files, var _) -> files;
            case CheckSpec.StaysWithin _,
                CheckSpec.Installs _,
                CheckSpec.SurvivesDates _,
                CheckSpec.UserCommand _ ->
                List.of();
          };
      for (String sample : samples) {
        @Nullable String other = seen.put(Rules.plain(sample), check.value().name());
        if (other != null && !other.equals(check.value().name())) {
          findings.addFor(
              "suites",
              check.span(),
              "sample %s is both a threat and a good file".formatted(Quoted.of(sample)),
              "no release could pass catches and leaves-alone");
        }
      }
    }
  }

  private static boolean probes(CheckSpec check) {
    return check instanceof CheckSpec.Catches
        || (check instanceof CheckSpec.LeavesAlone(var samples, var _) && !samples.isEmpty());
  }

  private void needsVerb(String verb, Predicate<CheckSpec> check) {
    List<String> listed =
        all().stream().map(Located::value).filter(check).map(CheckSpec::name).toList();
    if (listed.isEmpty()) {
      return;
    }
    for (ArtifactDraft artifact : draft.artifacts()) {
      @Nullable Fields verbs = artifact.verbFields();
      if (verbs != null && artifact.kind() != KindWord.DATA && verbs.lacks(verb)) {
        findings.addFor(
            "artifacts.NAME.verbs." + verb,
            verbs.owner(),
            "%s has no verb %s, which %s need%s"
                .formatted(
                    artifact.title(),
                    verb,
                    String.join(" and ", listed),
                    listed.size() == 1 ? "s" : ""),
            Keys.at("artifacts.NAME.verbs." + verb).meaning());
      }
    }
  }

  // Nobody says how much a machine of the owner's has, or one that could not be read.
  private static long memory(EnvironmentDraft environment) {
    return switch (environment.spec()) {
      case EnvironmentSpec.Qemu qemu -> qemu.memoryMebibytes() * Measures.MIB;
      case EnvironmentSpec.Sandbox sandbox -> sandbox.bounds().memoryMebibytes() * Measures.MIB;
      case EnvironmentSpec.OwnMachine _ -> Long.MAX_VALUE;
      case null -> Long.MAX_VALUE;
    };
  }

  private void judgeMemory(Located<CheckSpec> check) {
    if (!(check.value() instanceof CheckSpec.StaysWithin bounds)
        || draft.environments().isEmpty()) {
      return;
    }
    long largest = draft.environments().stream().mapToLong(SuiteRules::memory).max().orElseThrow();
    if (bounds.memoryBytes() >= largest) {
      findings.addFor(
          "suites.SUITE.stays-within.memory",
          check.span(),
          "stays-within allows memory to grow by %s"
              .formatted(Measures.spoken(bounds.memoryBytes())),
          "no machine of this file has more than %s, so nothing could exceed it: a lower bound"
              .formatted(Measures.spoken(largest)));
    }
  }
}
