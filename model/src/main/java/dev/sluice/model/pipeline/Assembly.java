package dev.sluice.model.pipeline;

import dev.sluice.model.pipeline.Draft.ArtifactDraft;
import dev.sluice.model.pipeline.Draft.EnvironmentDraft;
import dev.sluice.model.pipeline.Draft.KnownBadDraft;
import java.util.Set;
import java.util.TreeMap;
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
        Set.of(),
        draft.timeBox());
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
        present(draft.at()).value(),
        draft.sizeLimit(),
        draft.format(),
        draft.inForce(),
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
        new EnvironmentSpec.Qemu(
            present(draft.image()),
            EnvironmentSpec.Architecture.AMD64,
            EnvironmentSpec.Firmware.BIOS,
            EnvironmentSpec.Network.NONE,
            draft.stateMount(),
            Math.toIntExact(draft.memoryBytes() / Measures.MIB),
            draft.parameters()),
        new TreeMap<>(draft.standsFor()),
        draft.deadline(),
        EnvironmentSpec.Health.DEFAULT,
        EnvironmentSpec.DEFAULT_MOST_FLAKES);
  }

  private static <T> T present(@Nullable T part) {
    if (part == null) {
      throw new IllegalStateException("a part is missing and nobody reported it");
    }
    return part;
  }
}
