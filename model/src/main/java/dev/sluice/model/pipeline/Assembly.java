package dev.sluice.model.pipeline;

import dev.sluice.model.file.Located;
import dev.sluice.model.pipeline.Draft.ArtifactDraft;
import dev.sluice.model.pipeline.Draft.EnvironmentDraft;
import dev.sluice.model.pipeline.Draft.KnownBadDraft;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** From a draft without problems to the pipeline. */
final class Assembly {
  private Assembly() {}

  static Pipeline of(Draft draft) {
    return new Pipeline(
        present(draft.product()).value(),
        draft.artifacts().stream().map(Assembly::artifact).toList(),
        draft.environments().stream().map(Assembly::environment).toList(),
        draft.smoke().checks().stream().map(Located::value).toList(),
        draft.regression().checks().stream().map(Located::value).toList(),
        needMachine(draft),
        draft.timeBox());
  }

  private static Set<String> needMachine(Draft draft) {
    Set<String> names = new TreeSet<>();
    draft.needMachine().forEach(name -> names.add(name.value()));
    if (draft.has(CheckSpec.SurvivesDates.class)) {
      names.add(SuiteRules.DATES);
    }
    return names;
  }

  private static Artifact artifact(ArtifactDraft draft) {
    Artifact.Kind kind =
        switch (present(draft.kind())) {
          case APPLICATION -> new Artifact.Application(present(draft.verbs()));
          case DATA -> new Artifact.Data(present(draft.loader()).value());
        };
    return new Artifact(
        present(draft.name()),
        kind,
        draft.field().stream().map(Located::value).toList(),
        draft.build(),
        draft.at() == null ? null : draft.at().value(),
        draft.sizeLimit(),
        draft.format(),
        draft.inForce(),
        draft.delivery(),
        draft.knownBad().stream().map(Assembly::knownBad).toList(),
        draft.oneWay(),
        draft.floor());
  }

  private static Artifact.KnownBad knownBad(KnownBadDraft draft) {
    return new Artifact.KnownBad(
        present(draft.version()),
        present(draft.file()).value(),
        present(draft.goesRed()).value(),
        draft.with() == null ? null : draft.with().value());
  }

  private static EnvironmentSpec environment(EnvironmentDraft draft) {
    return new EnvironmentSpec(
        draft.name(),
        present(draft.spec()),
        new TreeMap<>(draft.standsFor()),
        draft.deadline(),
        draft.health(),
        draft.mostFlakes());
  }

  private static <T> T present(@Nullable T part) {
    if (part == null) {
      throw new IllegalStateException("a part is missing and nobody reported it");
    }
    return part;
  }
}
